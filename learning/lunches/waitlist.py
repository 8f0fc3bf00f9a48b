"""The line of a lunch: a freed seat goes down it in order, whatever frees it, and never twice."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.lunches import announcements, invitations, lunches, names
from learning.lunches.keys import ToMember
from learning.workspace import people
from storage.models.lunches import Lunch, Seat
from storage.models.workspace import Member
from storage.outbox import outbox

AT_ONCE = timedelta(hours=2)
"""This near its start, a freed seat is not offered but given to the first in line."""
LONGEST_OFFER = timedelta(days=1)
# Made once: hundreds may press within seconds, and making a statement takes longer than running it.
_TAKEN = select(func.count()).where(Seat.lunch_id == bindparam("lunch"), Seat.state.in_(lunches.HELD))
_LAPSED = (
    select(Seat)
    .where(
        Seat.lunch_id == bindparam("lunch"), Seat.state == "offered", Seat.offered_until <= bindparam("at")
    )
    .order_by(Seat.place)
)


def window(until_start: timedelta) -> timedelta:
    """How long a freed seat is offered: a quarter of the time that is left, a day at most."""
    return min(LONGEST_OFFER, until_start / 4)


def free(session: Session, lunch: Lunch) -> bool:
    """Whether a seat is neither taken nor offered."""
    if lunch.seats is None:
        return True
    held = session.scalar(_TAKEN, {"lunch": lunch.id}) or 0
    return held < lunch.seats


def fill(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """Gives or offers what is free down the line, in order; whoever left the company is passed over."""
    while lunch.starts_at > at and lunch.state != "cancelled" and free(session, lunch):
        seat = session.scalars(
            select(Seat)
            .where(Seat.lunch_id == lunch.id, Seat.state == "waiting")
            .order_by(Seat.place)
            .limit(1)
        ).first()
        if seat is None:
            return
        if people.get(session, lunch.workspace_id, seat.member_id).is_gone:
            let_go(session, lunch, seat, names.Verbs.LEFT, at=at)
        elif lunch.starts_at - at <= AT_ONCE:
            seat.offers += 1
            give(session, lunch, seat, names.Verbs.TOOK_SEAT, at=at)
            _tell(session, lunch, seat, names.SEAT, at=at, of_use=lunch.starts_at - at)
        else:
            seat.state, seat.offers = "offered", seat.offers + 1
            seat.offered_until = at + window(lunch.starts_at - at)
            session.flush()
            lunches.log(session, lunch, seat.member_id, names.Verbs.OFFERED_SEAT, at=at)
            announcements.changed(session, lunch, at=at)
            _tell(session, lunch, seat, names.OFFER, at=at, of_use=seat.offered_until - at)


def settle(session: Session, lunch: Lunch, *, at: datetime) -> int:
    """Offers whose time is over lapse, and their seats go on down the line; returns how many lapsed."""
    lapsed = session.scalars(_LAPSED, {"lunch": lunch.id, "at": at}).all()
    for seat in lapsed:
        let_go(session, lunch, seat, names.Verbs.PASSED_SEAT, at=at)
    if lapsed:
        fill(session, lunch, at=at)
    return len(lapsed)


def lapse(session: Session, *, at: datetime) -> int:
    """Settles each lunch that has an offer whose time is over; returns how many lapsed."""
    due = session.scalars(
        select(Seat.lunch_id).where(Seat.state == "offered", Seat.offered_until <= at).distinct()
    ).all()
    return sum(settle(session, lock(session, number), at=at) for number in sorted(due))


def earliest(session: Session) -> datetime | None:
    """When the first of the offers that stand lapses (UTC)."""
    return session.scalar(select(func.min(Seat.offered_until)).where(Seat.state == "offered"))


def depart(session: Session, *, at: datetime) -> int:
    """Frees the seats of those who left the company; returns how many."""
    rows = session.execute(
        select(Seat.lunch_id, Seat.member_id)
        .join(Lunch, Lunch.id == Seat.lunch_id)
        .join(Member, (Member.workspace_id == Seat.workspace_id) & (Member.id == Seat.member_id))
        .where(
            Lunch.state.in_(("planned", "open")),
            Lunch.starts_at > at,
            Seat.state != "left",
            Member.is_gone,
        )
        .order_by(Seat.lunch_id, Seat.member_id)
    ).all()
    for lunch_id, member_id in rows:
        lunch = lock(session, lunch_id)
        seat = session.get_one(Seat, (lunch_id, member_id))
        if seat.state != "left":
            let_go(session, lunch, seat, names.Verbs.LEFT, at=at)
            fill(session, lunch, at=at)
    return len(rows)


def lock(session: Session, lunch_id: int) -> Lunch:
    """A lunch that time acts on, locked until the transaction ends."""
    return session.scalars(
        select(Lunch).where(Lunch.id == lunch_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def make_room(session: Session, lunch: Lunch, seats: int | None, *, at: datetime) -> None:
    """There are so many seats now: more go down the line, fewer take back what was only offered.

    Raises `LearningError` at `seats` when more people than that have one.
    """
    going = invitations.guests(session, lunch.id, "going")
    if seats is not None and seats < len(going):
        raise LearningError(
            f"{len(going)} people have a seat already, so it needs at least {len(going)}.", field="seats"
        )
    lunch.seats = seats
    offered = session.scalars(
        select(Seat).where(Seat.lunch_id == lunch.id, Seat.state == "offered").order_by(Seat.place)
    ).all()
    room = len(offered) if seats is None else seats - len(going)
    for seat in offered[max(room, 0) :]:
        # Back to the head of the line: their place there is kept.
        seat.state, seat.offered_until = "waiting", None
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, names.OFFER), at=at)
    session.flush()
    fill(session, lunch, at=at)


def moved(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """It starts at another time: those who come are reminded of that one, and offers end in good time."""
    invitations.remind(session, lunch, at=at)
    for member_id in invitations.guests(session, lunch.id, "going"):
        invitations.expect(session, lunch, member_id, at=at)
    soonest = at + window(lunch.starts_at - at)
    for seat in session.scalars(select(Seat).where(Seat.lunch_id == lunch.id, Seat.state == "offered")):
        seat.offered_until = min(seat.offered_until or soonest, soonest)
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, names.OFFER), at=at)
    session.flush()


def call_off(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """It is cancelled: what was offered is offered no more, and its messages say so."""
    for seat in session.scalars(select(Seat).where(Seat.lunch_id == lunch.id, Seat.state == "offered")):
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, names.OFFER), at=at)


def give_up(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Whoever hosts it now needs no seat."""
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is not None and seat.state != "left":
        let_go(session, lunch, seat, names.Verbs.LEFT, at=at)
        fill(session, lunch, at=at)


def give(session: Session, lunch: Lunch, seat: Seat, verb: str, *, at: datetime) -> None:
    """Someone has a seat now: the card shows it, and they are owed what comes with it."""
    offered = seat.state == "offered"
    seat.state, seat.offered_until = "going", None
    session.flush()
    lunches.log(session, lunch, seat.member_id, verb, at=at)
    announcements.changed(session, lunch, at=at)
    if offered:
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, names.OFFER), at=at)
    invitations.invite(session, lunch, seat.member_id, at=at)


def let_go(session: Session, lunch: Lunch, seat: Seat, verb: str, *, at: datetime) -> None:
    """Someone has no seat, no offer and no place in line any more; whoever calls it fills the gap."""
    offered = seat.state == "offered"
    seat.state, seat.offered_until = "left", None
    session.flush()
    lunches.log(session, lunch, seat.member_id, verb, at=at)
    announcements.changed(session, lunch, at=at)
    if offered:
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, names.OFFER), at=at)


def _tell(session: Session, lunch: Lunch, seat: Seat, kind: str, *, at: datetime, of_use: timedelta) -> None:
    outbox.say(
        session,
        lunch.workspace_id,
        _key(lunch, seat, kind),
        kind,
        lunch.id,
        seat.member_id,
        at=at,
        of_use=of_use,
    )


def _key(lunch: Lunch, seat: Seat, kind: str) -> str:
    return str(ToMember(kind, lunch.id, seat.offers, seat.member_id))
