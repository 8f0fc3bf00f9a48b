"""After a lunch: who was there, what they made of it, whether they used it, and who teaches it next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.errors import Gone, LearningError
from learning.lunches import lunches, names
from learning.lunches.keys import ToMember
from learning.lunches.lunches import Card
from learning.teaching import offers
from learning.workspace import people
from storage.models.lunches import Feedback, Lunch, Seat
from storage.models.workspace import Member, Topic
from storage.outbox import outbox

ENOUGH = 3
"""From so many answers on, a host is shown what people made of it: fewer would say who said what."""
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone who had a seat: what they say, and what the host says."""

    member_id: str
    name: str
    says_there: bool | None
    attended: bool | None


@dataclass(frozen=True, slots=True)
class Roll:
    """Who had a seat at a lunch."""

    card: Card
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A lunch as somebody who had a seat looks back on it."""

    card: Card
    there: bool | None
    rated: bool
    used: bool | None
    teaches: bool | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person made of a lunch; `member_id` only when they wanted to be named."""

    rating: int
    use: str
    missing: str
    member_id: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What people made of a lunch, best rating first."""

    card: Card
    opinions: tuple[Opinion, ...]

    @property
    def average(self) -> float:
        return sum(opinion.rating for opinion in self.opinions) / max(1, len(self.opinions))


def visit(session: Session, lunch_id: int, member_id: str) -> Visit | None:
    """How somebody looks back on a lunch; None when they had no seat."""
    seat = session.get(Seat, (lunch_id, member_id))
    if seat is None or seat.state != "going":
        return None
    return Visit(
        lunches.card(session, lunch_id),
        seat.says_there if seat.attended is None else seat.attended,
        session.get(Feedback, (lunch_id, member_id)) is not None,
        seat.used,
        seat.teaches,
    )


def look_back(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Visit:
    """How somebody looks back on a lunch of this workspace; raises `Gone` when they had no seat."""
    _seat(session, workspace_id, member_id, lunch_id, at=at)
    return _visit(session, lunch_id, member_id)


def was_there(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, there: bool, at: datetime
) -> Visit:
    """Someone says whether they were there; what the host says about it counts more."""
    lunch, seat = _seat(session, workspace_id, member_id, lunch_id, at=at)
    if seat.says_there is not there:
        seat.says_there = there
        session.flush()
        lunches.log(
            session, lunch, member_id, names.Verbs.WAS_THERE if there else names.Verbs.WAS_NOT_THERE, at=at
        )
        outbox.refresh(session, workspace_id, _key(names.THERE, lunch, member_id), at=at)
        outbox.refresh(session, workspace_id, _key(names.ROLL, lunch, lunch.host_id), at=at)
    return _visit(session, lunch_id, member_id)


def roll(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Roll:
    """Who had a seat, for the host or a facilitator; raises `LearningError` before it began."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    if lunch.state == "cancelled" or lunch.starts_at > at:
        raise LearningError("Nobody was there yet: look again once it has begun.")
    return called(session, lunch_id)


def called(session: Session, lunch_id: int) -> Roll:
    """Who had a seat at a lunch, by name."""
    rows = session.execute(
        select(Seat, Member.name)
        .outerjoin(Member, (Member.workspace_id == Seat.workspace_id) & (Member.id == Seat.member_id))
        .where(Seat.lunch_id == lunch_id, Seat.state == "going")
        .order_by(Member.name, Seat.member_id)
    )
    return Roll(
        lunches.card(session, lunch_id),
        tuple(
            Guest(seat.member_id, name or seat.member_id, seat.says_there, seat.attended)
            for seat, name in rows
        ),
    )


def confirm(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    attended: Collection[str],
    *,
    at: datetime,
) -> Roll:
    """The host says who was there; whoever had a seat and was not is a no-show. May be mended later."""
    roll(session, workspace_id, member_id, lunch_id, at=at)
    lunch = session.get_one(Lunch, lunch_id)
    for seat in session.scalars(
        select(Seat).where(Seat.lunch_id == lunch_id, Seat.state == "going").order_by(Seat.member_id)
    ).all():
        there = seat.member_id in attended
        if seat.attended is not there:
            seat.attended = there
            session.flush()
            lunches.log(
                session, lunch, seat.member_id, names.Verbs.ATTENDED if there else names.Verbs.NO_SHOW, at=at
            )
            outbox.refresh(session, workspace_id, _key(names.THERE, lunch, seat.member_id), at=at)
    outbox.refresh(session, workspace_id, _key(names.ROLL, lunch, lunch.host_id), at=at)
    return called(session, lunch_id)


def rate(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    rating: int,
    *,
    use: str = "",
    missing: str = "",
    named: bool = False,
    at: datetime,
) -> Visit:
    """Someone says what they made of it, 1 to 5, unnamed unless they like; again changes what they said.

    Raises `LearningError` at `rating`, `use` or `missing`.
    """
    lunch, _ = _seat(session, workspace_id, member_id, lunch_id, at=at)
    use, missing = words.clean(use), words.clean(missing)
    if not 1 <= rating <= 5:
        raise LearningError("Choose from 1 to 5.", field="rating")
    for text, field in ((use, "use"), (missing, "missing")):
        if len(text) > LONGEST:
            raise LearningError(
                f"That is {len(text):,} characters; there is room for {LONGEST:,}.", field=field
            )
    opinion = session.get(Feedback, (lunch_id, member_id))
    before = opinion is not None
    if opinion is None:
        opinion = Feedback(lunch_id=lunch_id, member_id=member_id, workspace_id=workspace_id)
        session.add(opinion)
    opinion.rating, opinion.use, opinion.missing = rating, use, missing
    opinion.named, opinion.at = named, at
    session.flush()
    if not before:
        lunches.log(session, lunch, member_id if named else None, names.Verbs.RATED, at=at)
    outbox.refresh(session, workspace_id, _key(names.THERE, lunch, member_id), at=at)
    if len(summary(session, lunch_id).opinions) >= ENOUGH:
        key = outbox.key(names.FEEDBACK, lunch.id)
        outbox.say(session, workspace_id, key, names.FEEDBACK, lunch.id, lunch.host_id, at=at)
    return _visit(session, lunch_id, member_id)


def summary(session: Session, lunch_id: int) -> Summary:
    """What people made of a lunch; only from `ENOUGH` answers on it is for anyone's eyes."""
    rows = session.scalars(
        select(Feedback).where(Feedback.lunch_id == lunch_id).order_by(Feedback.rating.desc(), Feedback.use)
    )
    return Summary(
        lunches.card(session, lunch_id),
        tuple(
            Opinion(row.rating, row.use, row.missing, row.member_id if row.named else None) for row in rows
        ),
    )


def use(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, used: bool, at: datetime
) -> Visit:
    """Someone says whether they used what they learned."""
    lunch, seat = _seat(session, workspace_id, member_id, lunch_id, at=at)
    if seat.used is not used:
        seat.used = used
        session.flush()
        lunches.log(session, lunch, member_id, names.Verbs.USED if used else names.Verbs.NOT_USED, at=at)
        outbox.refresh(session, workspace_id, _key(names.USED, lunch, member_id), at=at)
    return _visit(session, lunch_id, member_id)


def teach(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, teaches: bool, at: datetime
) -> Visit:
    """Someone would answer questions on it, or rather not: a learner becomes a teacher of its topics."""
    lunch, seat = _seat(session, workspace_id, member_id, lunch_id, at=at)
    if seat.teaches is not teaches:
        seat.teaches = teaches
        session.flush()
        lunches.log(
            session,
            lunch,
            member_id,
            names.Verbs.BECAME_TEACHER if teaches else names.Verbs.RATHER_NOT,
            at=at,
        )
        about = [
            name
            for number in lunches.topic_ids(session, lunch.id)
            if (name := session.scalar(select(Topic.name).where(Topic.id == number)))
        ]
        if teaches:
            offers.answer(session, workspace_id, member_id, about, at=at)
        outbox.refresh(session, workspace_id, _key(names.USED, lunch, member_id), at=at)
    return _visit(session, lunch_id, member_id)


def _seat(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime
) -> tuple[Lunch, Seat]:
    lunch = lunches.get(session, workspace_id, lunch_id)
    people.acting(session, workspace_id, member_id)
    seat = session.get(Seat, (lunch_id, member_id))
    if seat is None or seat.state != "going":
        raise Gone("You had no seat at that one, so there is nothing to look back on.")
    if lunch.state == "cancelled" or lunch.starts_at > at:
        raise Gone(f"“{lunch.title}” did not happen yet.")
    return lunch, seat


def _visit(session: Session, lunch_id: int, member_id: str) -> Visit:
    seen = visit(session, lunch_id, member_id)
    assert seen is not None
    return seen


def _key(kind: str, lunch: Lunch, member_id: str) -> str:
    return str(ToMember(kind, lunch.id, lunches.stamp(lunch), member_id))
