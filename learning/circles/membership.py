"""Coming into a circle, and leaving it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, names
from learning.circles.circles import CircleFacts
from learning.core.errors import NotAllowed
from learning.workspace import people
from storage.models.circles import Circle, CircleMember, Round
from storage.outbox import outbox


@dataclass(frozen=True, slots=True)
class Membership:
    """Someone came or went; `before` when nothing changed, because they had done so already."""

    facts: CircleFacts
    before: bool


def join(session: Session, workspace_id: str, member_id: str, circle_id: int, *, at: datetime) -> Membership:
    """Someone comes into an open circle; again, it changes nothing.

    Raises `NotAllowed` for a circle of chosen people.
    """
    circle = circles.get(session, workspace_id, circle_id)
    people.acting(session, workspace_id, member_id)
    circles.standing(circle)
    if not circle.is_open and not circles.is_in(session, circle.id, member_id):
        name = people.get(session, workspace_id, circle.facilitator_id).name or "its facilitator"
        raise NotAllowed(f"“{circle.name}” is for people whom {name} chooses. Ask {name} to add you.")
    return Membership(circles.facts(session, circle.id), not come(session, circle, member_id, at=at))


def leave(session: Session, workspace_id: str, member_id: str, circle_id: int, *, at: datetime) -> Membership:
    """Someone leaves a circle; again, it changes nothing."""
    circle = circles.get(session, workspace_id, circle_id)
    people.acting(session, workspace_id, member_id)
    return Membership(circles.facts(session, circle.id), not go(session, circle, member_id, at=at))


def leave_all(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Someone leaves all circles that go on."""
    standing = session.scalars(
        select(CircleMember.circle_id)
        .join(Circle, Circle.id == CircleMember.circle_id)
        .where(
            CircleMember.workspace_id == workspace_id,
            CircleMember.member_id == member_id,
            CircleMember.left_at.is_(None),
            Circle.state != "ended",
        )
        .order_by(CircleMember.circle_id)
    ).all()
    for circle_id in standing:
        leave(session, workspace_id, member_id, circle_id, at=at)


def come(session: Session, circle: Circle, member_id: str, *, at: datetime) -> bool:
    """They are in a circle from now on; whether that is new. The circle is locked."""
    row = session.get(CircleMember, (circle.id, member_id))
    if row is not None and row.left_at is None:
        return False
    if row is None:
        row = CircleMember(circle_id=circle.id, member_id=member_id, workspace_id=circle.workspace_id)
        session.add(row)
    row.joined_at, row.left_at, row.opened_at = at, None, None
    session.flush()
    circles.log(session, circle, member_id, names.Verbs.JOINED_CIRCLE, at=at)
    redraw(session, circle, at=at)
    return True


def go(session: Session, circle: Circle, member_id: str, *, at: datetime) -> bool:
    """They are in a circle no longer; whether they were. The circle is locked."""
    row = session.get(CircleMember, (circle.id, member_id))
    if row is None or row.left_at is not None:
        return False
    row.left_at = at
    session.flush()
    circles.log(session, circle, member_id, names.Verbs.LEFT_CIRCLE, at=at)
    redraw(session, circle, at=at)
    return True


def redraw(session: Session, circle: Circle, *, at: datetime) -> None:
    """The prompt that stands in the channel says who is in the circle now, and whether one may join."""
    standing = select(Round.id).where(Round.circle_id == circle.id, Round.state == "posted")
    for number in session.scalars(standing):
        outbox.refresh(session, circle.workspace_id, outbox.key(names.PROMPT, number), at=at)
