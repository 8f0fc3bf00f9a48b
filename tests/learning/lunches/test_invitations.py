"""Calendar files: whoever leaves has it taken out of their calendar, whoever comes back gets a newer one."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.lunches import seats
from storage.models.outbox import Outbox
from tests.learning.lunches.lunching import ANA, BEN, HUGO, KATE, NOW, T, before_start, edit, propose, town


@pytest.fixture
def lunch(session: Session) -> int:
    """Ben's lunch with two seats; Ana has one of them."""
    town(session)
    number = propose(session)
    seats.join(session, T, ANA, number, at=NOW)
    return number


def files(session: Session, member_id: str) -> list[tuple[str, int]]:
    """The calendar files that somebody is owed, in order: what each does, and its sequence."""
    rows = session.scalars(
        select(Outbox.key)
        .where(Outbox.kind.in_(("lunches.calendar", "lunches.withdrawn")), Outbox.recipient_id == member_id)
        .order_by(Outbox.id)
    )
    return [(key.split(":")[0].removeprefix("lunches."), int(key.split(":")[2])) for key in rows]


def everything_is_said(session: Session) -> None:
    session.execute(update(Outbox).values(state="sent", message_ts="1.1"))


def test_whoever_leaves_has_it_taken_out_of_their_calendar(session: Session, lunch: int) -> None:
    everything_is_said(session)
    seats.leave(session, T, ANA, lunch, at=NOW)
    assert files(session, ANA) == [("calendar", 0), ("withdrawn", 1)]


def test_whoever_never_got_the_file_gets_no_word_about_it(session: Session, lunch: int) -> None:
    seats.leave(session, T, ANA, lunch, at=NOW)
    assert files(session, ANA) == [("calendar", 0)]
    seats.join(session, T, HUGO, lunch, at=NOW)
    seats.join(session, T, ANA, lunch, at=NOW)
    seats.join(session, T, KATE, lunch, at=NOW)
    everything_is_said(session)
    seats.leave(session, T, KATE, lunch, at=NOW)
    assert files(session, KATE) == []


def test_each_file_outnumbers_the_one_before_whatever_happens(session: Session, lunch: int) -> None:
    for _ in range(2):
        everything_is_said(session)
        seats.leave(session, T, ANA, lunch, at=NOW)
        seats.join(session, T, ANA, lunch, at=NOW)
    edit(session, lunch, place="Room 5")
    everything_is_said(session)
    seats.leave(session, T, ANA, lunch, at=before_start(hours=1))
    assert files(session, ANA) == [
        ("calendar", 0), ("withdrawn", 1), ("calendar", 2), ("withdrawn", 3), ("calendar", 4),
        ("calendar", 5), ("withdrawn", 6),
    ]  # fmt: skip
    assert files(session, BEN) == [("calendar", 0), ("calendar", 1)]


def test_a_seat_that_lapses_was_in_no_calendar(session: Session, lunch: int) -> None:
    for who in (HUGO, KATE):
        seats.join(session, T, who, lunch, at=NOW)
    everything_is_said(session)
    seats.leave(session, T, ANA, lunch, at=NOW)
    seats.leave(session, T, KATE, lunch, at=NOW + timedelta(hours=1))
    assert files(session, KATE) == []
