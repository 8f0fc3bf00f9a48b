"""What people are owed who come to a lunch, or host it: news, its calendar file, reminders, and questions."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.lunches import lunches, names
from learning.lunches.keys import ToMember
from storage.models.lunches import Lunch, Seat
from storage.outbox import outbox

USED_AFTER = timedelta(days=14)
INVOLVED = ("going", "offered", "waiting")
"""States of those who hear of every change."""
Due = tuple[str, int, datetime, timedelta]
"""A kind of message, the number that tells it from others, when it falls due, and how long it is of use."""
Dues = tuple[Due, ...]


def guests(session: Session, lunch_id: int, *states: str) -> tuple[str, ...]:
    """Who has a seat in one of these states, in the order of their ids."""
    return tuple(
        session.scalars(
            select(Seat.member_id)
            .where(Seat.lunch_id == lunch_id, Seat.state.in_(states))
            .order_by(Seat.member_id)
        )
    )


def invite(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Owes someone with a seat its calendar file, and what comes: reminders, and the questions afterwards.

    Each is put into words when it falls due; by then it may be that they left, or that the time changed.
    """
    _owe(session, lunch, member_id, (_calendar(session, lunch, member_id, at), *_dues(lunch)), at=at)


def expect(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Owes someone with a seat what comes, at the time that it starts now."""
    _owe(session, lunch, member_id, _dues(lunch), at=at)


def remind(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """Owes a host their reminders."""
    _owe(session, lunch, lunch.host_id, _reminders(lunch), at=at)


def send_calendar(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Owes someone the calendar file of a lunch as it is now."""
    _owe(session, lunch, member_id, (_calendar(session, lunch, member_id, at),), at=at)


def take_back(session: Session, lunch: Lunch, seat: Seat, *, at: datetime) -> None:
    """Owes whoever gave up their seat a file that takes the lunch out of their calendar, if it is there."""
    if outbox.has_reached(session, lunch.workspace_id, names.CALENDAR, lunch.id, seat.member_id):
        # It outnumbers the file they have; if they come back, the next one outnumbers this one.
        seat.revisions += 2
        session.flush()
        sequence = lunch.sequence + seat.revisions - 1
        _owe(session, lunch, seat.member_id, (_file(lunch, names.WITHDRAWN, sequence, at),), at=at)


def revision(session: Session, lunch_id: int, member_id: str) -> int:
    """How far someone's calendar files are ahead of the lunch's own, because they left and came back."""
    seat = session.get(Seat, (lunch_id, member_id))
    return seat.revisions if seat else 0


def tell(session: Session, lunch: Lunch, kind: str, *, by: str, at: datetime) -> None:
    """Owes news to those who go or wait, and to a host who did not do it; calendars get their file."""
    for member_id in sorted({*guests(session, lunch.id, *INVOLVED), lunch.host_id} - {by}):
        outbox.say(
            session,
            lunch.workspace_id,
            str(ToMember(kind, lunch.id, lunch.sequence, member_id)),
            kind,
            lunch.id,
            member_id,
            at=at,
            of_use=lunch.starts_at - at,
        )
    for member_id in guests(session, lunch.id, "going"):
        send_calendar(session, lunch, member_id, at=at)
    if lunch.announce_at <= at:  # Before that, nobody has a file: not even the host.
        send_calendar(session, lunch, lunch.host_id, at=at)


def _reminders(lunch: Lunch) -> Dues:
    stamp = lunches.stamp(lunch)
    return (
        (names.DAY, stamp, lunch.starts_at - timedelta(days=1), timedelta(hours=23)),
        (names.SOON, stamp, lunch.starts_at - timedelta(minutes=10), timedelta(minutes=10)),
    )


def _dues(lunch: Lunch) -> Dues:
    stamp, end = lunches.stamp(lunch), lunches.ends_at(lunch)
    return (
        *_reminders(lunch),
        (names.THERE, stamp, end, timedelta(days=7)),
        (names.USED, stamp, end + USED_AFTER, timedelta(days=14)),
    )


def _calendar(session: Session, lunch: Lunch, member_id: str, at: datetime) -> Due:
    return _file(lunch, names.CALENDAR, lunch.sequence + revision(session, lunch.id, member_id), at)


def _file(lunch: Lunch, kind: str, sequence: int, at: datetime) -> Due:
    return kind, sequence, at, max(lunch.starts_at - at, timedelta(hours=1))


def _owe(session: Session, lunch: Lunch, member_id: str, dues: Dues, *, at: datetime) -> None:
    """What has fallen due before now is of no use any more."""
    outbox.say_all(
        session,
        lunch.workspace_id,
        member_id,
        [
            (str(ToMember(kind, lunch.id, which, member_id)), kind, lunch.id, due, of_use)
            for kind, which, due, of_use in dues
            if due >= at
        ],
        at=at,
    )
