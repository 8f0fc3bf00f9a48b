"""Participation: who takes part, and who does for the first time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from learning.core.log import within
from learning.core.sockets.digest import Figure, Reading
from learning.core.weeks import Week
from storage.models.activity_log import LogEntry
from storage.models.base import NOBODY
from storage.models.workspace import Member


@dataclass(frozen=True, slots=True)
class Participation:
    """Who takes part.

    `active`: different people with a line in the activity log in the week. `new`: those of them whose first
    line ever is in it. `people`: all members there are now. Apps and those who left count in none of them,
    and whoever asked not to be named is nobody here.
    """

    active: int = 0
    new: int = 0
    people: int = 0


def everyone(session: Session, workspace_id: str) -> set[str]:
    """The ids of all who are neither apps nor gone."""
    return set(session.scalars(select(Member.id).where(*_there(workspace_id))))


def active(session: Session, workspace_id: str, week: Week, everyone: set[str]) -> int:
    """How many of these people have a line in the log in a week."""
    # As one text: a database takes longer to tell them apart than to hand them all over.
    actors: str | None = session.scalar(
        select(func.aggregate_strings(LogEntry.actor_id, ",")).where(
            within(workspace_id, week.since, week.until)
        )
    )
    return len(everyone.intersection(actors.split(","))) if actors else 0


def firsts(session: Session, workspace_id: str, since: datetime, until: datetime) -> list[datetime]:
    """The first line ever of each whose first one is from `since` to before `until` (UTC)."""
    first = (
        select(func.min(LogEntry.at))
        .where(LogEntry.workspace_id == workspace_id, LogEntry.actor_id == Member.id)
        .scalar_subquery()
    )
    # Most people took part in the week before, so that how they began need not be looked up.
    before = select(func.coalesce(LogEntry.actor_id, NOBODY)).where(
        within(workspace_id, since - timedelta(weeks=1), since)
    )
    lines = select(first.label("at")).where(*_there(workspace_id), Member.id.not_in(before)).subquery()
    return list(session.scalars(select(lines.c.at).where(lines.c.at >= since, lines.c.at < until)))


def _count(reading: Reading) -> list[Participation]:
    session, workspace_id = reading.session, reading.workspace_id
    there = everyone(session, workspace_id)
    began = firsts(session, workspace_id, reading.since, reading.until)
    return [
        Participation(
            active=active(session, workspace_id, week, there),
            new=sum(week.since <= first < week.until for first in began),
            people=len(there),
        )
        for week in reading.weeks
    ]


def _there(workspace_id: str) -> tuple[ColumnElement[bool], ...]:
    """Members who are neither apps nor gone."""
    return Member.workspace_id == workspace_id, Member.is_bot.is_(False), Member.is_gone.is_(False)


PEOPLE = Figure("people", Participation(), _count)
