"""Homes of two full weeks, compared with a stored file: each block, its words and its place."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning.circles import upkeep
from learning.home import home
from learning.kudos import badges
from learning.lunches import handovers, host_requests, proposals, seats
from learning.questions import escalation, questions
from learning.teaching import capacity, offers, wishes
from learning.workspace import people, preferences, settings
from learning.workspace.people import Profile
from messages.home import home as render
from storage.models.outbox import Outbox
from storage.models.questions import Question
from tests.learning.circles import circling
from tests.learning.lunches import lunching
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, KATE, LIAM, C, T
from tests.learning.privacy import a_life
from tests.learning.privacy.a_life import AFTER, DAY, HOUR, NOOR
from tests.messages.home.test_home import NOTHING, full

STORED = Path(__file__).with_name("homes.json")
"""Written anew where it is missing, for somebody to read before it is kept."""
_STAMP = re.compile(r"archives/C1/p\d+")
GRACE, PIA = "UGRACE", "UPIA"
NOW = AFTER + HOUR


def test_each_home_stands_as_it_was_stored(session: Session) -> None:
    shown = {name: written(tab) for name, tab in homes(session).items()}
    if not STORED.exists():
        STORED.write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n")
    assert shown == json.loads(STORED.read_text())


def written(tab: dict[str, Any]) -> list[dict[str, Any]]:
    """Its blocks, without ids that are made up each time, and without those that a database makes up."""
    blocks = [{name: value for name, value in block.items() if name != "block_id"} for block in tab["blocks"]]
    found: list[dict[str, Any]] = json.loads(_STAMP.sub("archives/C1/p", json.dumps(blocks)))
    return found


def homes(session: Session) -> dict[str, dict[str, Any]]:
    """Each Home by whose it is, and some of more than anybody has."""
    a_life.live(session)
    more_of_it(session)
    shown = {
        who: render.home(home.get(session, T, who, at=NOW))
        for who in (ANA, BEN, FAY, HUGO, KATE, LIAM, NOOR, GRACE, PIA)
    }
    shown |= {f"full {many}": render.home(full("of *much*\n& more", many)) for many in (1, 4, 14)}
    return {
        **shown,
        "nothing": render.home(NOTHING),
        "no duties": render.home(home.get(session, "T2", GRACE, at=NOW)),
    }


def more_of_it(session: Session) -> None:
    """What waits, what comes, and what found nobody."""
    people.meet(session, T, [Profile(GRACE, "Grace", "Europe/Berlin", slack_admin=True, locale="de-DE")])
    people.meet(session, T, [Profile(PIA, "Pia", "Europe/Lisbon"), Profile(NOOR, "Noor", "Europe/Lisbon")])
    settings.put(session, T, {"kudos_channel": None, "facilitators_channel": None, "admin_channel": None})
    paused = {"quiet_from": "19:00", "quiet_until": "08:00", "paused_until": NOW + timedelta(days=9)}
    preferences.put(session, T, LIAM, **paused)
    for name in ("sql", "go", "rust", "kotlin"):
        for who in (BEN, HUGO, LIAM, PIA):
            wishes.wish(session, T, who, [name], at=AFTER)
    offers.offer(session, T, KATE, ["go"], at=AFTER)
    offers.offer(session, T, FAY, ["css"], at=AFTER)
    host_requests.suggest(session, at=AFTER)
    (suggestion,) = host_requests.mine(session, T, KATE, at=AFTER)
    host_requests.accept(session, T, KATE, suggestion.request_id, at=AFTER)
    capacity.pause(session, T, KATE, NOW + 9 * DAY, at=AFTER)
    people.appoint(session, "T2", admins=[GRACE])
    asked(session)
    planned(session)
    circling.begin(session, by=NOOR, key="view:stay", name="Left alone", members=[BEN], at=AFTER)
    people.meet(session, T, [Profile(NOOR, "Noor", "Europe/Lisbon", is_gone=True)])
    handovers.orphan(session, at=AFTER)
    upkeep.orphan(session, at=AFTER)
    while badges.award(session, at=AFTER):
        pass
    unsaid(session)


def asked(session: Session) -> None:
    """Questions for which people are named, others after them, and at last the facilitators; and new ones."""
    for number in range(4):
        ask(session, LIAM, f"Is {number} a prime? #css", f"view:p{number}")
    for days in (4, 3, 0):
        while escalation.escalate(session, at=AFTER - days * DAY):
            pass
    for number in range(7):
        ask(session, HUGO, f"What is {number}?", f"view:q{number}")
    session.flush()


def ask(session: Session, who: str, text: str, key: str) -> None:
    """A question whose card stands in its channel."""
    at = AFTER - 4 * DAY
    wording = questions.word(text)
    one = questions.ask(session, T, who, wording, channel_id=C, request_key=key, at=at)
    session.get_one(Question, one.question_id).message_ts = f"1773.{one.question_id}"
    escalation.begin(session, T, one.question_id, at=at)


def planned(session: Session) -> None:
    """Lunches with more guests than seats: a series, one whose host leaves, and one more."""
    for host, title, more in (
        (BEN, "Weekly", {"repeat": "weekly", "until": "2026-04-30"}),
        (NOOR, "Left behind", {}),
        (KATE, "Once", {}),
    ):
        wanted = lunching.plan(at=AFTER, title=title, on="2026-03-26", named=[], **more)
        one = proposals.propose(session, T, host, wanted, request_key=f"view:{title}", at=AFTER)
        for guest in (HUGO, FAY, ANA, LIAM):
            seats.join(session, T, guest, one.lunch_ids[0], at=AFTER)


def unsaid(session: Session) -> None:
    """Messages that did not go out."""
    for kind, state, reason in (
        ("lunches.card", "failed", "C1: is_archived"),
        ("kudos.note", "expired", "too late"),
        ("questions.card", "skipped", "of no use"),
    ):
        row = session.query(Outbox).filter(Outbox.kind == kind).order_by(Outbox.id).first()
        assert row is not None
        changed = {"state": state, "reason": reason, "ended_at": AFTER}
        session.execute(update(Outbox).where(Outbox.id == row.id).values(changed))
