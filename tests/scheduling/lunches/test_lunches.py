"""What is said about lunches is true when it is said, and what time does twice it does once."""

from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from learning.lunches import (
    afterwards,
    announcements,
    edits,
    handovers,
    hosting,
    lunches,
    recordings,
    seats,
    ticks,
)
from learning.workspace import channels, people
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from scheduling.core.features import render_kinds
from scheduling.core.kind import InThread, Skip, WithFile
from storage.models.activity_log import LogEntry
from storage.models.lunches import Lunch
from storage.models.outbox import Outbox
from storage.outbox.outbox import Claim
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    NOW,
    START,
    C,
    T,
    edit,
    plan,
    propose,
    town,
)

END = START + timedelta(minutes=45)


@pytest.fixture
def lunch(session: Session) -> int:
    """Ben's lunch: Ana and Hugo have its two seats, Kate waits."""
    town(session)
    number = propose(session)
    for who in (ANA, HUGO, KATE):
        seats.join(session, T, who, number, at=NOW)
    return number


def render(session: Session, kind: str, who: str, *, posted: bool = False) -> object:
    """What the newest row of a kind to somebody says now; for a skip, its reason."""
    row = session.scalars(
        select(Outbox)
        .where(Outbox.kind == f"lunches.{kind}", Outbox.recipient_id == who)
        .order_by(Outbox.id.desc())
    ).first()
    assert row is not None
    held = {
        "message_ts": "1.1" if posted else None,
        "tried_at": NOW,
        "lease_owner": "me",
    }
    claim = Claim(**{field.name: held.get(field.name, getattr(row, field.name)) for field in fields(Claim)})
    said = render_kinds()[row.kind].render(session, claim)
    return said.reason if isinstance(said, Skip) else said


def words(said: object) -> str:
    return str(said)


def test_whoever_left_is_not_reminded(session: Session, lunch: int) -> None:
    assert "In a day:" in words(render(session, "day", ANA))
    seats.leave(session, T, ANA, lunch, at=NOW)
    for kind in ("day", "soon", "calendar", "there"):
        assert render(session, kind, ANA) == "they have no seat there any more"


def test_of_a_lunch_that_was_moved_only_the_new_time_is_spoken_of(session: Session, lunch: int) -> None:
    old = session.scalars(select(Outbox.id).where(Outbox.kind == "lunches.day")).all()
    edits.edit(session, T, BEN, lunch, plan(clock="14:00"), version=0, at=NOW)
    assert "In a day:" in words(render(session, "day", ANA))
    for row in session.scalars(select(Outbox).where(Outbox.kind == "lunches.day", Outbox.id.not_in(old))):
        session.delete(row)
    session.flush()
    assert render(session, "day", ANA) == "it was moved to another time"
    assert "has changed" in words(render(session, "changed", KATE))


def test_a_calendar_file_says_how_it_is_now(session: Session, lunch: int) -> None:
    file = render(session, "calendar", ANA)
    assert isinstance(file, WithFile)
    assert (file.name, b"METHOD:PUBLISH" in file.content) == ("lunch-1-0.ics", True)
    hosting.cancel(session, T, BEN, lunch, "Ill.", at=NOW)
    file = render(session, "calendar", ANA)
    assert isinstance(file, WithFile)
    assert (file.name, b"METHOD:CANCEL" in file.content) == ("lunch-1-1.ics", True)
    assert "Ill." in words(render(session, "cancelled", KATE))
    assert render(session, "day", ANA) == "it is cancelled"


def test_an_offer_says_what_became_of_it(session: Session, lunch: int) -> None:
    seats.leave(session, T, ANA, lunch, at=NOW)
    assert "first in line" in words(render(session, "offer", KATE))
    hosting.cancel(session, T, BEN, lunch, "Ill.", at=NOW)
    assert "is cancelled" in words(render(session, "offer", KATE, posted=True))


def test_an_offer_that_was_decided_before_they_heard_is_not_told(session: Session, lunch: int) -> None:
    seats.leave(session, T, ANA, lunch, at=NOW)
    seats.leave(session, T, KATE, lunch, at=NOW)
    assert render(session, "offer", KATE) == "it was decided before they heard of it"


def test_only_those_who_were_there_are_asked_whether_they_used_it(session: Session, lunch: int) -> None:
    assert "Were you there?" in words(render(session, "there", ANA))
    afterwards.was_there(session, T, ANA, lunch, there=True, at=END)
    assert "Have you used" in words(render(session, "used", ANA))
    assert render(session, "used", HUGO) == "they were not there"
    afterwards.confirm(session, T, BEN, lunch, [HUGO], at=END)
    assert render(session, "used", ANA) == "they were not there"
    assert "Have you used" in words(render(session, "used", HUGO))


def counts(session: Session) -> tuple[int, int, int]:
    return (
        session.scalars(select(func.count()).select_from(Outbox)).one(),
        session.scalars(select(func.sum(Outbox.wanted))).one() or 0,
        session.scalars(select(func.count()).select_from(LogEntry)).one(),
    )


@pytest.mark.parametrize("at", [NOW + timedelta(days=2), START - timedelta(hours=1), END])
def test_two_replicas_that_tick_together_do_everything_once(
    session: Session, lunch: int, at: datetime
) -> None:
    seats.leave(session, T, ANA, lunch, at=NOW)
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True), Profile(HUGO, "Hugo", is_gone=True)])
    assert ticks.tick(session, at=at) > 0
    once = counts(session)
    assert ticks.tick(session, at=at) == 0
    assert counts(session) == once


def test_an_orphan_asks_until_somebody_takes_it(session: Session, lunch: int) -> None:
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    ticks.tick(session, at=NOW)
    assert "has left the company" in words(render(session, "orphan", FAY))
    handovers.take_over(session, T, FAY, lunch, at=NOW)
    assert "You host" in words(render(session, "orphan", FAY, posted=True))
    assert render(session, "orphan", FAY) == "somebody took over already, or it was cancelled"
    assert lunches.card(session, lunch).host_id == FAY


def test_the_host_is_reminded_of_how_many_come(session: Session, lunch: int) -> None:
    said = words(render(session, "day", BEN))
    assert "In a day: you host" in said
    assert "2 of 2 seats, 1 waiting." in said
    assert "Leave" not in said
    handed = session.get_one(Lunch, lunch)
    handed.host_id = FAY
    session.flush()
    assert render(session, "day", BEN) == "they have no seat there any more"


def test_whoever_leaves_gets_a_file_that_takes_it_out_and_whoever_is_back_does_not(
    session: Session, lunch: int
) -> None:
    session.execute(update(Outbox).values(state="sent", message_ts="1.1"))
    seats.leave(session, T, ANA, lunch, at=NOW)
    file = render(session, "withdrawn", ANA)
    assert isinstance(file, WithFile)
    assert (file.name, b"METHOD:CANCEL" in file.content, b"SEQUENCE:1" in file.content) == (
        "lunch-1-1.ics", True, True
    )  # fmt: skip
    assert "goes on without you" in file.comment
    seats.leave(session, T, KATE, lunch, at=NOW)
    seats.join(session, T, ANA, lunch, at=NOW)
    assert render(session, "withdrawn", ANA) == "they came back, and have a newer file"
    file = render(session, "calendar", ANA)
    assert isinstance(file, WithFile)
    assert (file.name, b"METHOD:PUBLISH" in file.content) == ("lunch-1-2.ics", True)


def test_a_card_that_an_archived_channel_hides_is_told_until_there_is_another(
    session: Session, lunch: int
) -> None:
    channels.remember(session, Channel(T, C, "learning", False, True, True))
    announcements.look_at_channel(session, T, C, at=NOW)
    assert "was archived" in words(render(session, "stuck", BEN))
    edit(session, lunch, channel_id="C2")
    assert "I'm announcing" in words(render(session, "stuck", BEN, posted=True))
    assert render(session, "stuck", BEN) == "it was posted meanwhile"


def test_links_that_were_taken_back_leave_the_thread(session: Session, lunch: int) -> None:
    recordings.record(session, T, BEN, lunch, "https://v.example.com", "https://s.example.com", at=END)
    said = render(session, "recording", C)
    assert isinstance(said, InThread)
    assert "<https://v.example.com|Recording> · <https://s.example.com|Slides>" in said.said["text"]
    recordings.record(session, T, BEN, lunch, at=END)
    assert render(session, "recording", C) == "the link was taken back"
