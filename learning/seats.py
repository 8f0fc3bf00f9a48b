"""Seats: sign up, wait in line, leave; a freed seat goes down the line, and never twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning import announcements, lunches, people
from learning.errors import Gone, LearningError
from storage import outbox
from storage.models import Lunch, Member, Seat

AT_ONCE = timedelta(hours=2)
"""This near its start, a freed seat is not offered but given to the first in line."""
LONGEST_OFFER = timedelta(days=1)
USED_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where someone stands with a lunch: `state` is going, waiting, offered, left or empty.

    `position` counts from the head of the line, 1 first; `before` is True when nothing had to change.
    """

    card: lunches.Card
    state: str
    position: int = 0
    offered_until: datetime | None = None
    before: bool = False


def window(until_start: timedelta) -> timedelta:
    """How long a freed seat is offered: a quarter of the time that is left, a day at most."""
    return min(LONGEST_OFFER, until_start / 4)


def join(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Someone wants a seat: takes one, or the one they are offered, or a place in line.

    Raises `Gone` for a lunch that was cancelled or has begun, `LearningError` while sign-ups are closed.
    """
    lunch = lunches.get(session, workspace_id, lunch_id)
    people.acting(session, workspace_id, member_id)
    lunches.standing(lunch, at)
    if member_id == lunch.host_id:
        raise LearningError("You host this one, so you have a place already.")
    settle(session, lunch, at=at)
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is not None and seat.state in ("going", "waiting"):
        return standing(session, lunch, member_id, before=True)
    if seat is not None and seat.state == "offered":
        _give(session, lunch, seat, "took_seat", at=at)
        return standing(session, lunch, member_id)
    if lunch.closed:
        raise LearningError(f"Sign-ups for “{lunch.title}” are closed. The host can open them again.")
    last = session.scalar(select(func.max(Seat.place)).where(Seat.lunch_id == lunch.id)) or 0
    if seat is None:
        seat = Seat(lunch_id=lunch.id, member_id=member_id, workspace_id=workspace_id, state="left", offers=0)
        session.add(seat)
    seat.place, seat.at = last + 1, at
    if free(session, lunch):
        _give(session, lunch, seat, "joined", at=at)
    else:
        seat.state = "waiting"
        session.flush()
        lunches.log(session, lunch, member_id, "waited", at=at)
        announcements.changed(session, lunch, at=at)
    return standing(session, lunch, member_id)


def leave(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Someone gives up their seat, their place in line, or the seat they are offered."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.standing(lunch, at)
    settle(session, lunch, at=at)
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is None or seat.state == "left":
        return standing(session, lunch, member_id, before=True)
    _let_go(session, lunch, seat, "passed_seat" if seat.state == "offered" else "left", at=at)
    fill(session, lunch, at=at)
    return standing(session, lunch, member_id)


def take(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Someone takes the seat they are offered; raises `Gone` when the offer stands no more."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.standing(lunch, at)
    settle(session, lunch, at=at)
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is None or seat.state not in ("offered", "going"):
        raise Gone(
            f"That seat went to the next in line. Sign up for “{lunch.title}” again to wait for another."
        )
    return join(session, workspace_id, member_id, lunch_id, at=at)


def standing(session: Session, lunch: Lunch, member_id: str, *, before: bool = False) -> Standing:
    """Where someone stands with a lunch now."""
    seat = session.get(Seat, (lunch.id, member_id))
    position = 0
    if seat is not None and seat.state == "waiting":
        position = (
            session.scalar(
                select(func.count()).where(
                    Seat.lunch_id == lunch.id, Seat.state == "waiting", Seat.place <= seat.place
                )
            )
            or 0
        )
    return Standing(
        lunches.card(session, lunch.id),
        seat.state if seat else "",
        position,
        seat.offered_until if seat and seat.state == "offered" else None,
        before,
    )


def stands(session: Session, lunch_id: int, member_id: str) -> Standing:
    """Where someone stands with a lunch, for whoever only looks."""
    return standing(session, session.get_one(Lunch, lunch_id), member_id)


def look(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Standing:
    """Where someone stands with a lunch of this workspace that is still to come."""
    lunch = session.get(Lunch, lunch_id)
    if lunch is None or lunch.workspace_id != workspace_id:
        raise Gone("That lunch isn't there any more. Type /learn lunches to see what is coming.")
    lunches.standing(lunch, at)
    return standing(session, lunch, member_id)


def free(session: Session, lunch: Lunch) -> bool:
    """Whether a seat is neither taken nor offered."""
    if lunch.seats is None:
        return True
    held = session.scalar(select(func.count()).where(Seat.lunch_id == lunch.id, Seat.state.in_(lunches.HELD)))
    return (held or 0) < lunch.seats


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
            _let_go(session, lunch, seat, "left", at=at)
        elif lunch.starts_at - at <= AT_ONCE:
            seat.offers += 1
            _give(session, lunch, seat, "took_seat", at=at)
            _tell(session, lunch, seat, "lunches.seat", at=at, of_use=lunch.starts_at - at)
        else:
            seat.state, seat.offers = "offered", seat.offers + 1
            seat.offered_until = at + window(lunch.starts_at - at)
            session.flush()
            lunches.log(session, lunch, seat.member_id, "offered_seat", at=at)
            announcements.changed(session, lunch, at=at)
            _tell(session, lunch, seat, "lunches.offer", at=at, of_use=seat.offered_until - at)


def settle(session: Session, lunch: Lunch, *, at: datetime) -> int:
    """Offers whose time is over lapse, and their seats go on down the line; returns how many lapsed."""
    lapsed = session.scalars(
        select(Seat)
        .where(Seat.lunch_id == lunch.id, Seat.state == "offered", Seat.offered_until <= at)
        .order_by(Seat.place)
    ).all()
    for seat in lapsed:
        _let_go(session, lunch, seat, "passed_seat", at=at)
    if lapsed:
        fill(session, lunch, at=at)
    return len(lapsed)


def lapse(session: Session, *, at: datetime) -> int:
    """Settles each lunch that has an offer whose time is over; returns how many lapsed."""
    due = session.scalars(
        select(Seat.lunch_id).where(Seat.state == "offered", Seat.offered_until <= at).distinct()
    ).all()
    return sum(settle(session, lock(session, number), at=at) for number in sorted(due))


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
            _let_go(session, lunch, seat, "left", at=at)
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
    going = members(session, lunch.id, "going")
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
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, "lunches.offer"), at=at)
    session.flush()
    fill(session, lunch, at=at)


def moved(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """It starts at another time: those who come are reminded of that one, and offers end in good time."""
    for member_id in members(session, lunch.id, "going"):
        expect(session, lunch, member_id, at=at)
    soonest = at + window(lunch.starts_at - at)
    for seat in session.scalars(select(Seat).where(Seat.lunch_id == lunch.id, Seat.state == "offered")):
        seat.offered_until = min(seat.offered_until or soonest, soonest)
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, "lunches.offer"), at=at)
    session.flush()


def call_off(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """It is cancelled: what was offered is offered no more, and its messages say so."""
    for seat in session.scalars(select(Seat).where(Seat.lunch_id == lunch.id, Seat.state == "offered")):
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, "lunches.offer"), at=at)


def give_up(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Whoever hosts it now needs no seat."""
    seat = session.get(Seat, (lunch.id, member_id))
    if seat is not None and seat.state != "left":
        _let_go(session, lunch, seat, "left", at=at)
        fill(session, lunch, at=at)


def members(session: Session, lunch_id: int, *states: str) -> tuple[str, ...]:
    """Who has a seat in one of these states, in the order of their ids."""
    return tuple(
        session.scalars(
            select(Seat.member_id)
            .where(Seat.lunch_id == lunch_id, Seat.state.in_(states))
            .order_by(Seat.member_id)
        )
    )


def expect(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Owes someone with a seat what comes: the calendar file, reminders, and the questions afterwards.

    Each is put into words when it falls due; by then it may be that they left, or that the time changed.
    """
    end = lunches.ends_at(lunch)
    for kind, due, of_use in (
        ("lunches.day", lunch.starts_at - timedelta(days=1), timedelta(hours=23)),
        ("lunches.soon", lunch.starts_at - timedelta(minutes=10), timedelta(minutes=10)),
        ("lunches.there", end, timedelta(days=7)),
        ("lunches.used", end + USED_AFTER, timedelta(days=14)),
    ):
        if due > at:
            outbox.say(
                session,
                lunch.workspace_id,
                f"{kind}:{lunch.id}:{lunches.stamp(lunch)}:{member_id}",
                kind,
                lunch.id,
                member_id,
                at=at,
                due_at=due,
                of_use=of_use,
            )


def send_calendar(session: Session, lunch: Lunch, member_id: str, *, at: datetime) -> None:
    """Owes someone the calendar file of a lunch as it is now."""
    outbox.say(
        session,
        lunch.workspace_id,
        f"lunches.calendar:{lunch.id}:{lunch.sequence}:{member_id}",
        "lunches.calendar",
        lunch.id,
        member_id,
        at=at,
        of_use=max(lunch.starts_at - at, timedelta(hours=1)),
    )


def _give(session: Session, lunch: Lunch, seat: Seat, verb: str, *, at: datetime) -> None:
    offered = seat.state == "offered"
    seat.state, seat.offered_until = "going", None
    session.flush()
    lunches.log(session, lunch, seat.member_id, verb, at=at)
    announcements.changed(session, lunch, at=at)
    if offered:
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, "lunches.offer"), at=at)
    expect(session, lunch, seat.member_id, at=at)
    send_calendar(session, lunch, seat.member_id, at=at)


def _let_go(session: Session, lunch: Lunch, seat: Seat, verb: str, *, at: datetime) -> None:
    offered = seat.state == "offered"
    seat.state, seat.offered_until = "left", None
    session.flush()
    lunches.log(session, lunch, seat.member_id, verb, at=at)
    announcements.changed(session, lunch, at=at)
    if offered:
        outbox.refresh(session, lunch.workspace_id, _key(lunch, seat, "lunches.offer"), at=at)


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
    return f"{kind}:{lunch.id}:{seat.offers}:{seat.member_id}"
