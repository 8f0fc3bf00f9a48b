"""Figures of lunch-and-learns for the digest: each is defined here once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, false, func, select, true
from sqlalchemy.orm import Session

from learning.core import log
from learning.core.sockets.digest import Exchange, Figure, Reading
from learning.core.weeks import Week
from learning.lunches import names
from learning.lunches.afterwards import ENOUGH
from storage.models.activity_log import LogEntry
from storage.models.lunches import Feedback, Lunch, Seat


@dataclass(frozen=True, slots=True)
class Lunches:
    """Lunch-and-learns that began in the week and were not cancelled.

    `filled`: seats taken at them. `seats`: how many there were; None where one had room for everybody.
    `attended`: people who were there, as the host says, or as they say where the host did not; None while
    nobody said. `rating`: the mean of all ratings, 1 to 5; None below `ENOUGH` of them.
    """

    held: int = 0
    filled: int = 0
    seats: int | None = 0
    attended: int | None = 0
    rating: float | None = None


def exchanges(session: Session, workspace_id: str, since: datetime, until: datetime) -> Iterable[Exchange]:
    """Guests' seats at lunches, of those who did not stay away."""
    held = session.scalars(
        select(Lunch.id).where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at >= since,
            Lunch.starts_at < until,
            Lunch.state.in_(("open", "over")),
        )
    ).all()
    there = func.coalesce(Seat.attended, Seat.says_there, true())
    return session.execute(
        select(Lunch.host_id, Seat.member_id)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(
            Lunch.id.in_(held),
            Seat.lunch_id.in_(held),
            # In one: SQLite would else go through the seats of all who ever were going.
            case((Seat.state == "going", there), else_=false()),
        )
    )


def _count(reading: Reading) -> list[Lunches]:
    return [_held(reading.session, reading.workspace_id, week, reading.at) for week in reading.weeks]


def _held(session: Session, workspace_id: str, week: Week, at: datetime) -> Lunches:
    held = select(Lunch.id, Lunch.seats).where(
        Lunch.workspace_id == workspace_id,
        Lunch.starts_at >= week.since,
        Lunch.starts_at < min(week.until, at),
        Lunch.state.in_(("open", "over")),
    )
    rooms: dict[int, int | None] = dict(session.execute(held).all())
    if not rooms:
        return Lunches()
    there = func.coalesce(Seat.attended, Seat.says_there)
    # Who is going is told apart afterwards: SQLite would else go through all who ever were.
    going = case((Seat.state == "going", 1))
    filled, known, attended = session.execute(
        select(
            func.count(going),
            func.count(case((Seat.state == "going", there))),
            func.count(case((and_(Seat.state == "going", there), 1))),
        ).where(Seat.lunch_id.in_(rooms))
    ).one()
    ratings, mean = session.execute(
        select(func.count(), func.avg(Feedback.rating)).where(Feedback.lunch_id.in_(rooms))
    ).one()
    return Lunches(
        held=len(rooms),
        filled=filled,
        seats=None if None in rooms.values() else sum(room or 0 for room in rooms.values()),
        attended=attended if known or not filled else None,
        rating=round(float(mean), 1) if ratings >= ENOUGH else None,
    )


def _new_teachers(reading: Reading) -> list[int]:
    different = func.count(LogEntry.actor_id.distinct())
    return [
        reading.session.scalar(
            select(different).where(
                log.within(reading.workspace_id, week.since, week.until),
                LogEntry.verb == names.Verbs.BECAME_TEACHER,
            )
        )
        or 0
        for week in reading.weeks
    ]


LUNCHES = Figure("lunches", Lunches(), _count)
NEW_TEACHERS = Figure("new teachers", 0, _new_teachers)
"""Different people who learned something and will help others with it (`became_teacher`)."""
