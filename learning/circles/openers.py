"""Whose turn it is to open a circle's round."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.models.circles import Circle, CircleMember
from storage.models.workspace import Member, Preference


def whose(session: Session, circle: Circle, *, at: datetime) -> str | None:
    """Whose turn it is to open: who has waited longest since they last did, or came.

    Those who left the company or paused everything are passed over, and are next when they are back; None
    when everybody is away.
    """
    gone = select(Member.id).where(Member.workspace_id == circle.workspace_id, Member.is_gone)
    return session.scalars(
        select(CircleMember.member_id)
        .outerjoin(
            Preference,
            (Preference.workspace_id == CircleMember.workspace_id)
            & (Preference.member_id == CircleMember.member_id),
        )
        .where(
            CircleMember.circle_id == circle.id,
            CircleMember.left_at.is_(None),
            CircleMember.member_id.not_in(gone),
            or_(Preference.paused_until.is_(None), Preference.paused_until <= at),
        )
        .order_by(
            func.coalesce(CircleMember.opened_at, CircleMember.joined_at),
            CircleMember.joined_at,
            CircleMember.member_id,
        )
        .limit(1)
    ).first()


def opened(session: Session, circle_id: int, member_id: str, *, at: datetime) -> None:
    """Somebody had the turn to open a round: others come first now."""
    member = session.get(CircleMember, (circle_id, member_id))
    if member is not None:
        member.opened_at = at
        session.flush()
