"""What others read about somebody in Slack is shown anew when their data goes, whatever kind it is of."""

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import erasure, knowledge
from learning.appearances import LEFT, NAMELESS, ONES_OWN, REDRAWN
from scheduling.kinds import KINDS
from storage.models import Lane, Outbox
from tests.learning.a_life import AFTER, live
from tests.learning.lunching import ANA, C, T
from tests.learning.post import Shown
from tests.learning.stuffing import everything

HERS = re.compile(r"UANA|ofana|\bAna\b")
FILES = {"lunches.calendar", "lunches.withdrawn"}


def test_each_kind_of_message_is_shown_anew_or_there_is_a_reason_why_not() -> None:
    """A new kind says in learning/appearances.py whether it may name anybody."""
    assert REDRAWN | set(LEFT) == set(KINDS)
    assert REDRAWN & set(LEFT) == set()
    assert {kind for kind, why in LEFT.items() if why not in (NAMELESS, ONES_OWN)} == FILES


def naming(shown: Iterable[Shown]) -> set[str]:
    """The kinds of messages to others that name Ana, or have her words."""
    return {one.kind for one in shown if one.reader != ANA and HERS.search(one.words)}


@pytest.mark.timeout(120)
def test_nobody_else_reads_her_name_or_words_any_more_and_the_database_has_neither(session: Session) -> None:
    post = live(session)
    assert naming(post.shown.values()) == REDRAWN | {"lunches.calendar"}
    erasure.erase(session, T, ANA, at=AFTER)
    session.commit()
    left = [text for text in everything(session) if HERS.search(text)]
    assert left == [f"members.id: {ANA}", "members.name: Ana"]
    lanes = set(session.scalars(select(Lane.recipient_id)))
    assert set(session.scalars(select(Outbox.recipient_id).where(Outbox.state == "waiting"))) <= lanes
    assert knowledge.find(session, T, "ofana", here=C) == ()
    before = dict(post.shown)
    post.deliver(session, AFTER + timedelta(hours=3))
    assert naming(post.shown.values()) == {"lunches.calendar"}
    assert {one.kind for number, one in before.items() if number not in post.shown} <= REDRAWN
