"""What others read about somebody in Slack is shown anew when their data goes, whatever kind it is of."""

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.features import message_kinds
from learning.core.sockets.messages import NOBODY as NAMELESS
from learning.core.sockets.messages import ONES_OWN
from learning.privacy import erasure
from learning.questions import knowledge
from scheduling.core.features import render_kinds
from storage.models.base import NOBODY
from storage.models.half_hours import HalfHour
from storage.models.outbox import Lane, Outbox
from tests.learning.core.post import Shown
from tests.learning.lunches.lunching import ANA, BEN, C, T
from tests.learning.privacy.a_life import AFTER, live
from tests.learning.privacy.stuffing import everything, make

HERS = re.compile(r"UANA|ofana|\bAna\b")
FILES = {"lunches.calendar", "lunches.withdrawn"}
REDRAWN = {name for name, kind in message_kinds().items() if not isinstance(kind.names, str)}
LEFT = {name: kind.names for name, kind in message_kinds().items() if isinstance(kind.names, str)}


def test_each_kind_of_message_is_shown_anew_or_there_is_a_reason_why_not() -> None:
    """A new kind says in its activity's MESSAGES whether it may name anybody."""
    assert REDRAWN | set(LEFT) == set(render_kinds())
    assert REDRAWN & set(LEFT) == set()
    assert {kind for kind, why in LEFT.items() if why not in (NAMELESS, ONES_OWN)} == FILES


def naming(shown: Iterable[Shown]) -> set[str]:
    """The kinds of messages to others that name Ana, or have her words."""
    return {one.kind for one in shown if one.reader != ANA and HERS.search(one.words)}


def owed(session: Session, kind: str, recipient_id: str, **more: object) -> Outbox:
    """A message that a half hour of Ana's and Ben's owes."""
    pair = session.scalars(select(HalfHour)).first() or make(
        session, HalfHour, learner_id=ANA, teacher_id=BEN, state="agreed"
    )
    row = make(
        session,
        Outbox,
        kind=kind,
        subject_id=pair.id,
        recipient_id=recipient_id,
        **{"message_ts": None} | more,
    )
    assert isinstance(row, Outbox)
    return row


def test_what_two_read_together_stays_with_the_other_until_they_go_too(session: Session) -> None:
    both = owed(session, "half_hours.together", f"{ANA},{BEN}", state="sent", message_ts="1.1")
    unsaid = owed(session, "introductions.hello", f"{BEN},{ANA}", state="waiting")
    erasure.erase(session, T, ANA, at=AFTER)
    session.expire_all()
    assert (both.recipient_id, both.state, both.message_ts) == (BEN, "waiting", "1.1")
    assert (unsaid.recipient_id, unsaid.state) == (BEN, "skipped")
    erasure.erase(session, T, BEN, at=AFTER)
    session.expire_all()
    assert (both.recipient_id, both.state, both.message_ts) == (NOBODY, "skipped", None)
    assert unsaid.recipient_id == NOBODY


def test_what_is_being_said_meanwhile_is_said_anew_and_what_waits_is_left_to_its_time(
    session: Session,
) -> None:
    """A worker has put it into words already: it finds that another state is wanted, and says that next."""
    saying = owed(session, "half_hours.met", BEN, state="sending")
    waiting = owed(session, "half_hours.met", BEN, state="waiting", expires_at=AFTER + timedelta(days=9))
    failed = owed(session, "half_hours.met", BEN, state="failed")
    before = [row.wanted for row in (saying, waiting, failed)]
    erasure.erase(session, T, ANA, at=AFTER)
    session.expire_all()
    rows = (saying, waiting, failed)
    assert [row.wanted - was for row, was in zip(rows, before, strict=True)] == [1, 0, 0]
    assert [row.state for row in rows] == ["sending", "waiting", "failed"]
    assert waiting.expires_at == AFTER + timedelta(days=9)


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
