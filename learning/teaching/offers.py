"""Offers: what people say they can teach, in which ways, and who can teach a topic best."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics, words
from learning.core.errors import Gone, LearningError
from learning.teaching import capacity
from learning.teaching.names import Verbs
from learning.workspace import people
from storage import activity_log
from storage.models.teaching import Offer, Referral, Teacher
from storage.models.workspace import Topic

SAY_MORE = "What people should know about it comes after a space, as in /teach postgres five years of it."
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Ways:
    """In which ways someone teaches: by answering questions, half an hour one to one, hosting a lunch."""

    answers: bool = True
    half_hours: bool = True
    lunches: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """One of a member's own offers."""

    offer_id: int
    topic: str
    ways: Ways
    note: str


@dataclass(frozen=True, slots=True)
class MyOffers:
    """What a member offers, how much a week, what of it is left now, and until when they pause (UTC)."""

    offers: tuple[Standing, ...]
    weekly: int
    left: int
    paused_until: datetime | None


def offer(
    session: Session,
    workspace_id: str,
    member_id: str,
    names: Sequence[str],
    *,
    ways: Ways | None = None,
    note: str | None = None,
    at: datetime,
) -> tuple[str, ...]:
    """Someone offers to teach these topics; an offer that stands is changed. Returns the topics' names.

    Without `ways` or `note`, what stands stays; a new offer is for every way.

    Raises `LearningError` at `topics`, `ways` or `note`.
    """
    people.acting(session, workspace_id, member_id)
    named = topics.merge([[topics.named_by(name, instead=SAY_MORE) for name in names]])
    if not named:
        raise LearningError("Name at least one topic that you could teach.", field="topics")
    if ways is not None and not (ways.answers or ways.half_hours or ways.lunches):
        raise LearningError("Choose at least one way to teach.", field="ways")
    note = None if note is None else words.clean(note)
    if note is not None and len(note) > LONGEST_NOTE:
        raise LearningError(f"Keep the note under {LONGEST_NOTE} characters.", field="note")
    for topic_id in topics.ensure(session, workspace_id, named):
        row = _own(session, workspace_id, member_id, topic_id)
        fresh = row is None or row.withdrawn_at is not None
        if row is None:
            row = Offer(workspace_id=workspace_id, member_id=member_id, topic_id=topic_id)
            session.add(row)
        given = Ways() if fresh and ways is None else ways
        if given is not None:
            row.answers, row.half_hours, row.lunches = given.answers, given.half_hours, given.lunches
        if fresh or note is not None:
            row.note = note or ""
        row.at, row.withdrawn_at = at, None
        session.flush()
        verb = Verbs.OFFERED if fresh else Verbs.CHANGED_OFFER
        activity_log.record(
            session, workspace_id, member_id, verb, ("offer", row.id), topic_id=topic_id, at=at
        )
    return named


def answer(
    session: Session, workspace_id: str, member_id: str, names: Sequence[str], *, at: datetime
) -> None:
    """Someone answers questions on these topics from now on, and teaches in no other way than before."""
    standing = {one.topic: one.ways for one in mine(session, workspace_id, member_id, at=at).offers}
    for name in names:
        ways = standing.get(name, Ways(answers=False, half_hours=False, lunches=False))
        if not ways.answers:
            offer(session, workspace_id, member_id, [name], ways=replace(ways, answers=True), at=at)


def withdraw(session: Session, workspace_id: str, member_id: str, offer_id: int, *, at: datetime) -> str:
    """Someone takes an offer of theirs back; returns its topic. Raises `Gone` when it is not theirs."""
    people.acting(session, workspace_id, member_id)
    row = session.get(Offer, offer_id)
    if row is None or row.workspace_id != workspace_id or row.member_id != member_id:
        raise Gone("That offer isn't there any more. Type /teach to see yours.")
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        activity_log.record(
            session,
            workspace_id,
            member_id,
            Verbs.WITHDREW_OFFER,
            ("offer", row.id),
            topic_id=row.topic_id,
            at=at,
        )
    return session.get_one(Topic, row.topic_id).name


def mine(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> MyOffers:
    """What a member offers now, and how much of it."""
    rows = session.execute(
        select(Offer, Topic.name)
        .join(Topic, Topic.id == Offer.topic_id)
        .where(Offer.workspace_id == workspace_id, Offer.member_id == member_id, Offer.withdrawn_at.is_(None))
        .order_by(Topic.name)
    )
    own = session.get(Teacher, (workspace_id, member_id))
    return MyOffers(
        offers=tuple(
            Standing(row.id, name, Ways(row.answers, row.half_hours, row.lunches), row.note)
            for row, name in rows
        ),
        weekly=own.weekly if own else capacity.USUAL,
        left=capacity.left(session, workspace_id, [member_id], at)[member_id],
        paused_until=own.paused_until if own and own.paused_until and own.paused_until > at else None,
    )


def refer(
    session: Session,
    workspace_id: str,
    by_id: str,
    member_id: str,
    topic_ids: Collection[int],
    *,
    at: datetime,
) -> None:
    """Somebody says who else knows these topics; it is remembered for the next question."""
    for topic_id in topic_ids:
        key = (workspace_id, topic_id, member_id)
        if member_id != by_id and session.get(Referral, key) is None:
            session.add(
                Referral(
                    workspace_id=workspace_id, topic_id=topic_id, member_id=member_id, by_id=by_id, at=at
                )
            )
            session.flush()
            activity_log.record(
                session, workspace_id, by_id, Verbs.REFERRED, ("topic", topic_id), topic_id=topic_id, at=at
            )


def told_by(name: str) -> str:
    """Why somebody is asked whom a colleague named."""
    return f"{name or 'a colleague'} says you know this"


def _own(session: Session, workspace_id: str, member_id: str, topic_id: int) -> Offer | None:
    return session.scalars(
        select(Offer).where(
            Offer.workspace_id == workspace_id, Offer.member_id == member_id, Offer.topic_id == topic_id
        )
    ).first()
