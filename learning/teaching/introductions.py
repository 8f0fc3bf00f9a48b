"""Introductions: two people of teams that never meet, brought together over a topic where there is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.core.whose import Whose
from learning.digests import suggestions
from storage.models.activity_log import LogEntry
from storage.models.teaching import Offer, Wish
from storage.models.workspace import Member, Preference, Topic

LATELY = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who could meet; with a `topic`, `one` offers to teach it and `other` wishes to learn it."""

    one: str
    other: str
    topic: str = ""


def find(session: Session, workspace_id: str, team: str, *, at: datetime) -> Pair | None:
    """Somebody of a team and somebody of another: one who teaches what the other wishes to learn, else the
    two who took most part in four weeks. None when a side has nobody who may be written to now (UTC)."""
    teacher, learner = aliased(Member), aliased(Member)
    over = session.execute(
        select(teacher.id, learner.id, Topic.name)
        .select_from(Offer)
        .join(Topic, Topic.id == Offer.topic_id)
        .join(Wish, and_(Wish.workspace_id == workspace_id, Wish.topic_id == Offer.topic_id))
        .join(teacher, and_(teacher.workspace_id == workspace_id, teacher.id == Offer.member_id))
        .join(learner, and_(learner.workspace_id == workspace_id, learner.id == Wish.member_id))
        .where(
            Offer.workspace_id == workspace_id,
            Offer.withdrawn_at.is_(None),
            teacher.team != learner.team,
            or_(teacher.team == team, learner.team == team),
            *_reachable(teacher, workspace_id, at),
            *_reachable(learner, workspace_id, at),
        )
        .order_by(Topic.name, teacher.id, learner.id)
        .limit(1)
    ).first()
    if over is not None:
        return Pair(*over)
    first = _most_active(session, workspace_id, Member.team == team, at)
    second = _most_active(session, workspace_id, Member.team != team, at)
    return Pair(first, second) if first and second else None


def pair(session: Session, number: int) -> Pair:
    """The two people whom a suggestion of this number brought together."""
    came = suggestions.outcome(session, number)
    return Pair(came["one"], came["other"], came["topic"])


def told_of(whose: Whose) -> Select[int]:
    """The suggestions that brought somebody together with another, or name them."""
    return suggestions.naming(whose.workspace_id, whose.id)


def _most_active(session: Session, workspace_id: str, side: ColumnElement[bool], at: datetime) -> str | None:
    found: str | None = session.scalar(
        select(Member.id)
        .outerjoin(
            LogEntry,
            and_(
                LogEntry.workspace_id == workspace_id,
                LogEntry.actor_id == Member.id,
                LogEntry.at > at - LATELY,
            ),
        )
        .where(Member.workspace_id == workspace_id, side, *_reachable(Member, workspace_id, at))
        .group_by(Member.id)
        .order_by(func.count(LogEntry.id).desc(), Member.id)
        .limit(1)
    )
    return found


def _reachable(member: Any, workspace_id: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Those with a team who are still there and have not paused everything."""
    paused = select(Preference.member_id).where(
        Preference.workspace_id == workspace_id,
        Preference.member_id == member.id,
        Preference.paused_until > at,
    )
    return (member.team != "", member.is_gone.is_(False), member.is_bot.is_(False), ~paused.exists())
