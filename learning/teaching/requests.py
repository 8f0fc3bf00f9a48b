"""Requests for people's time, of whatever kind: handed on for who pauses, declined for who leaves."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.people import RequestKind
from storage import discovery
from storage.models.teaching import Request, Teacher
from storage.models.workspace import Preference


@cache
def kinds() -> Mapping[str, RequestKind]:
    """The kinds of requests by their names."""
    found = [
        (activity, kind.name, kind)
        for activity, feature in features().items()
        for kind in feature.people.requests
    ]
    return discovery.unique("kinds of requests", found)


def release_paused(session: Session, *, at: datetime) -> int:
    """Hands on what waits for somebody's working hours and who pauses by now; returns how many requests."""
    untold = session.scalars(
        select(Request)
        .outerjoin(
            Teacher,
            (Teacher.workspace_id == Request.workspace_id) & (Teacher.member_id == Request.member_id),
        )
        .outerjoin(
            Preference,
            (Preference.workspace_id == Request.workspace_id) & (Preference.member_id == Request.member_id),
        )
        .where(
            Request.state == "asked",
            Request.due_at > at,
            or_(Teacher.paused_until > at, Preference.paused_until > at),
        )
        .order_by(Request.id)
    ).all()
    return sum(kinds()[request.kind].release(session, request, at=at) is not False for request in untold)


def decline_all(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Someone says no to all that is asked of their time now."""
    pending = session.scalars(
        select(Request)
        .where(Request.workspace_id == workspace_id, Request.member_id == member_id, Request.state == "asked")
        .order_by(Request.id)
    ).all()
    for request in pending:
        kinds()[request.kind].decline(session, workspace_id, member_id, request.id, at=at)
