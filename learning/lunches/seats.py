"""Seats: sign up, take what is offered, leave, and see where one stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError
from learning.lunches import announcements, invitations, lunches, names, waitlist
from learning.workspace import people
from storage.models.lunches import Lunch, Seat

# Made once, as everything is that hundreds of presses within seconds come by.
_LAST = select(func.max(Seat.place)).where(Seat.lunch_id == bindparam("lunch"))
_AHEAD = select(func.count()).where(
    Seat.lunch_id == bindparam("lunch"), Seat.state == "waiting", Seat.place <= bindparam("place")
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where someone stands with a lunch: `state` is going, waiting, offered, left or empty.

    `position` counts from the head of the line, 1 first; `before` is True when nothing had to change;
    `revision` is how far their calendar files are ahead of the lunch's own.
    """

    card: lunches.Card
    state: str
    position: int = 0
    offered_until: datetime | None = None
    before: bool = False
    revision: int = 0

    @property
    def sequence(self) -> int:
        """Which calendar file they have, or should have."""
        return self.card.sequence + self.revision


def join(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Someone wants a seat: takes one, or the one they are offered, or a place in line.

    Raises `Gone` for a lunch that was cancelled or has begun, `LearningError` while sign-ups are closed.
    """
    lunch = lunches.get(session, workspace_id, lunch_id)
    people.acting(session, workspace_id, member_id)
    lunches.standing(lunch, at)
    if member_id == lunch.host_id:
        raise LearningError("You host this one, so you have a place already.")
    waitlist.settle(session, lunch, at=at)
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is not None and seat.state in ("going", "waiting"):
        return standing(session, lunch, member_id, before=True)
    if seat is not None and seat.state == "offered":
        waitlist.give(session, lunch, seat, names.Verbs.TOOK_SEAT, at=at)
        return standing(session, lunch, member_id)
    if lunch.closed:
        raise LearningError(f"Sign-ups for “{lunch.title}” are closed. The host can open them again.")
    last, room = session.scalar(_LAST, {"lunch": lunch.id}) or 0, waitlist.free(session, lunch)
    state = "going" if room else "waiting"
    if seat is None:
        seat = Seat(
            lunch_id=lunch.id,
            member_id=member_id,
            workspace_id=workspace_id,
            place=last + 1,
            at=at,
            offered_until=None,
        )
        seat.state = state
        session.add(seat)
    else:
        seat.state, seat.place, seat.at = state, last + 1, at
    session.flush()
    if room:
        waitlist.give(session, lunch, seat, names.Verbs.JOINED, at=at)
    else:
        lunches.log(session, lunch, member_id, names.Verbs.WAITED, at=at)
        announcements.changed(session, lunch, at=at)
    return standing(session, lunch, member_id)


def leave(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Someone gives up their seat, their place in line, or the seat they are offered."""
    people.acting(session, workspace_id, member_id)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.standing(lunch, at)
    waitlist.settle(session, lunch, at=at)
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is None or seat.state == "left":
        return standing(session, lunch, member_id, before=True)
    went = seat.state == "going"
    waitlist.let_go(
        session, lunch, seat, names.Verbs.PASSED_SEAT if seat.state == "offered" else names.Verbs.LEFT, at=at
    )
    if went:
        invitations.take_back(session, lunch, seat, at=at)
    waitlist.fill(session, lunch, at=at)
    return standing(session, lunch, member_id)


def leave_all(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Someone gives up all seats, places in line and offered seats of lunches that are still to come."""
    coming = session.scalars(
        select(Seat.lunch_id)
        .join(Lunch, Lunch.id == Seat.lunch_id)
        .where(
            Seat.workspace_id == workspace_id,
            Seat.member_id == member_id,
            Seat.state != "left",
            Lunch.state.in_(("planned", "open")),
            Lunch.starts_at > at,
        )
        .order_by(Seat.lunch_id)
    ).all()
    for lunch_id in coming:
        leave(session, workspace_id, member_id, lunch_id, at=at)


def take(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Someone takes the seat they are offered; raises `Gone` when the offer stands no more."""
    people.acting(session, workspace_id, member_id)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.standing(lunch, at)
    waitlist.settle(session, lunch, at=at)
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is None or seat.state not in ("offered", "going"):
        if waitlist.free(session, lunch):
            raise Gone(f"That seat is free for others now. Sign up for “{lunch.title}” again to have one.")
        raise Gone(
            f"That seat went to the next in line. Sign up for “{lunch.title}” again to wait for another."
        )
    return join(session, workspace_id, member_id, lunch_id, at=at)


def standing(session: Session, lunch: Lunch, member_id: str, *, before: bool = False) -> Standing:
    """Where someone stands with a lunch now."""
    seat = session.get(Seat, (lunch.id, member_id))
    position = 0
    if seat is not None and seat.state == "waiting":
        position = session.scalar(_AHEAD, {"lunch": lunch.id, "place": seat.place}) or 0
    return Standing(
        lunches.card(session, lunch.id),
        seat.state if seat else "",
        position,
        seat.offered_until if seat and seat.state == "offered" else None,
        before,
        seat.revisions if seat else 0,
    )


def stands(session: Session, lunch_id: int, member_id: str) -> Standing:
    """Where someone stands with a lunch, for whoever only looks."""
    return standing(session, session.get_one(Lunch, lunch_id), member_id)


def my_standing(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime
) -> Standing:
    """Where someone stands with a lunch of this workspace that is still to come."""
    lunch = session.get(Lunch, lunch_id)
    if lunch is None or lunch.workspace_id != workspace_id:
        raise Gone("That lunch isn't there any more. Type /learn lunches to see what is coming.")
    lunches.standing(lunch, at)
    return standing(session, lunch, member_id)
