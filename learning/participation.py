"""Participation: who takes part, and who does for the first time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from learning.spans import within
from learning.weeks import Week
from storage.models import Activity, Member


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


def everyone(session: Session, workspace_id: str) -> int:
    """How many people there are."""
    return session.scalar(select(func.count()).select_from(Member).where(_present(workspace_id))) or 0


def active(session: Session, workspace_id: str, week: Week) -> int:
    """How many different people have a line in the log in a week."""
    actors = select(Activity.actor_id).where(within(workspace_id, week.since, week.until))
    there = select(func.count()).select_from(Member).where(_present(workspace_id), Member.id.in_(actors))
    return session.scalar(there) or 0


def firsts(session: Session, workspace_id: str, since: datetime, until: datetime) -> list[datetime]:
    """The first line ever of each whose first one is from `since` to before `until` (UTC)."""
    line = aliased(Activity)
    first = (
        select(func.min(line.at))
        .where(line.workspace_id == workspace_id, line.actor_id == Member.id)
        .scalar_subquery()
    )
    actors = select(Activity.actor_id).where(within(workspace_id, since, until))
    lines = select(first.label("at")).where(_present(workspace_id), Member.id.in_(actors)).subquery()
    return list(session.scalars(select(lines.c.at).where(lines.c.at >= since)))


def _present(workspace_id: str) -> ColumnElement[bool]:
    """Members who are neither apps nor gone."""
    return and_(Member.workspace_id == workspace_id, Member.is_bot.is_(False), Member.is_gone.is_(False))
