"""Load: how much of a person's time is asked for, one budget across everything that asks."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.workspace import people, preferences
from storage.engine.dialect import insert
from storage.models.teaching import Request, Teacher
from storage.models.workspace import Member

USUAL = 3
"""Requests a week, for whoever has not said otherwise."""
MOST = 20
WEEK = timedelta(days=7)
UNSPENT = ("spared",)
"""States of a request that took nobody's time: it was taken back before the person heard of it."""


def left(session: Session, workspace_id: str, members: Collection[str], at: datetime) -> dict[str, int]:
    """How many more requests each may get now: their weekly number less those of the last seven days.

    None at all while paused, from teaching or from everything. `at` is now, in UTC.
    """
    if not members:
        return {}
    rows = session.scalars(
        select(Teacher).where(Teacher.workspace_id == workspace_id, Teacher.member_id.in_(members))
    )
    settings = {row.member_id: row for row in rows}
    spent = dict(
        session.execute(
            select(Request.member_id, func.count())
            .where(
                Request.workspace_id == workspace_id,
                Request.member_id.in_(members),
                Request.asked_at > at - WEEK,
                Request.state.not_in(UNSPENT),
            )
            .group_by(Request.member_id)
        ).all()
    )
    quiet = preferences.paused(session, workspace_id, members, at)
    room = {}
    for member in members:
        own = settings.get(member)
        resting = own is not None and own.paused_until is not None and own.paused_until > at
        weekly = own.weekly if own else USUAL
        room[member] = 0 if resting or member in quiet else max(0, weekly - spent.get(member, 0))
    return room


def has_room(session: Session, workspace_id: str, member_id: str, at: datetime) -> bool:
    """Whether somebody may be asked once more now (UTC), whoever else is about to ask them: those wait."""
    session.execute(
        select(Member.id)
        .where(Member.workspace_id == workspace_id, Member.id == member_id)
        .with_for_update(key_share=True)
    )
    return left(session, workspace_id, [member_id], at)[member_id] > 0


def spend(
    session: Session, workspace_id: str, member_id: str, kind: str, subject_id: int, *, at: datetime
) -> None:
    """Somebody's time is asked for in a way that needs no answer to be kept; asked again, it counts anew."""
    values = {"state": "told", "asked_at": at}
    session.execute(
        insert(session, Request)
        .values(workspace_id=workspace_id, member_id=member_id, kind=kind, subject_id=subject_id, **values)
        .on_conflict_do_update(
            index_elements=["workspace_id", "kind", "subject_id", "member_id"], set_=values
        )
    )


def release(session: Session, request: Request, *, at: datetime) -> None:
    """Somebody who was not told yet pauses, or need not be asked: their time is theirs again."""
    request.state, request.decided_at = "spared", at
    session.flush()


def limit(session: Session, workspace_id: str, member_id: str, weekly: int) -> None:
    """Someone says how many requests a week they want to get.

    Raises `LearningError` at `weekly` for less than one or more than twenty.
    """
    people.acting(session, workspace_id, member_id)
    if not 1 <= weekly <= MOST:
        raise LearningError(f"Choose a number from 1 to {MOST}; to stop for a while, pause.", field="weekly")
    _set(session, workspace_id, member_id, weekly=weekly)


def pause(
    session: Session, workspace_id: str, member_id: str, until: datetime | None, *, at: datetime
) -> None:
    """Nobody is asked for this person's time until then (UTC); None ends the pause.

    Raises `LearningError` at `until` for a time that has passed.
    """
    people.acting(session, workspace_id, member_id)
    if until is not None and until <= at:
        raise LearningError("Choose a day that is still to come.", field="until")
    _set(session, workspace_id, member_id, paused_until=until)


def _set(session: Session, workspace_id: str, member_id: str, **values: object) -> None:
    session.execute(
        insert(session, Teacher)
        .values(workspace_id=workspace_id, member_id=member_id, **values)
        .on_conflict_do_update(index_elements=["workspace_id", "member_id"], set_=values)
    )
