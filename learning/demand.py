"""Demand: what several people want becomes a lunch-and-learn, when somebody who can teach it has room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select, union
from sqlalchemy.orm import Session

from learning import candidates, hours, people, settings
from learning.errors import Gone, NotAllowed
from learning.wishes import RECENT
from storage import activities, outbox
from storage.models import (
    Channel,
    Lunch,
    LunchTopic,
    Member,
    Offer,
    Question,
    QuestionTopic,
    Request,
    Seat,
    Topic,
    Wish,
)

ENOUGH = 3
"""Different people who want a topic before somebody is asked to host."""
AGAIN = timedelta(days=30)
"""Nobody gets the same suggestion twice within this."""
PATIENCE = timedelta(days=7)
SHOWN = 3
HOST = "lunch"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why somebody is asked to host: the topic, how many want it, some of their questions; whether one is
    coming by now."""

    request_id: int
    topic: str
    people: int
    questions: tuple[str, ...]
    state: str
    is_coming: bool = False


@dataclass(frozen=True, slots=True)
class Unmet:
    """A topic that people want and nobody with room can teach."""

    topic: str
    people: int
    topic_id: int = 0


def suggest(session: Session, *, at: datetime) -> int:
    """Asks the best teacher with room to host what enough people want; doing it twice changes nothing.

    With nobody left to ask, the facilitators hear of it, once a month and topic. Returns how many were told.
    """
    told = 0
    for workspace_id, topic_id, wanted in _wanted(session, at):
        # Two who look at once ask one person, not two.
        session.get_one(Topic, topic_id, with_for_update=True)
        if wanted < ENOUGH or _is_coming(session, topic_id, at) or _is_asked(session, topic_id, at):
            continue
        told += 1
        if not _ask_next(session, workspace_id, topic_id, at):
            tell_facilitators(session, workspace_id, topic_id, at)
    return told


def decline(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> str:
    """The one who was asked would rather not host; the next is asked soon. Returns the topic's name."""
    request = _own(session, workspace_id, member_id, request_id)
    if request.state == "asked":
        request.state, request.decided_at = "declined", at
        _log(session, request, "declined_to_host", at)
        outbox.refresh(session, workspace_id, _key(request), at=at)
    return session.get_one(Topic, request.subject_id).name


def accept(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> str:
    """The one who was asked opens the form; their suggestion counts as taken up. The topic's name."""
    request = _own(session, workspace_id, member_id, request_id)
    if request.state == "asked":
        request.state, request.decided_at = "accepted", at
        _log(session, request, "agreed_to_host", at)
        outbox.refresh(session, workspace_id, _key(request), at=at)
    return session.get_one(Topic, request.subject_id).name


def spare(session: Session, request: Request, *, at: datetime) -> None:
    """Somebody who was not told yet pauses: somebody else is asked soon."""
    request.state, request.decided_at = "spared", at
    session.flush()


def announce(session: Session, lunch: Lunch, topic_ids: Sequence[int], *, at: datetime) -> int:
    """Those who want what a new lunch is about hear of it first; returns how many they are."""
    hopeful = {
        member for topic_id in topic_ids for member in wanting(session, lunch.workspace_id, topic_id, at=at)
    }
    for request in session.scalars(
        select(Request).where(
            Request.kind == HOST,
            Request.subject_id.in_(topic_ids),
            Request.member_id == lunch.host_id,
            Request.state == "accepted",
        )
    ).all():
        outbox.refresh(session, lunch.workspace_id, _key(request), at=at)
    told = sorted(hopeful - {lunch.host_id})
    for member_id in told:
        outbox.say(
            session,
            lunch.workspace_id,
            f"demand.announced:{lunch.id}:{member_id}",
            "demand.announced",
            lunch.id,
            member_id,
            at=at,
        )
    return len(told)


def suggestion(session: Session, request_id: int, *, at: datetime) -> Suggestion:
    """What somebody who is asked to host sees."""
    request = session.get_one(Request, request_id)
    topic = session.get_one(Topic, request.subject_id)
    texts = session.scalars(
        select(Question.text)
        .join(QuestionTopic, QuestionTopic.question_id == Question.id)
        .join(Channel, (Channel.workspace_id == Question.workspace_id) & (Channel.id == Question.channel_id))
        .where(QuestionTopic.topic_id == topic.id, Question.state == "open", Channel.is_private.is_(False))
        .order_by(Question.id.desc())
        .limit(SHOWN)
    )
    wanted = len(wanting(session, request.workspace_id, topic.id, at=at))
    return Suggestion(
        request.id, topic.name, wanted, tuple(texts), request.state, _is_coming(session, topic.id, at)
    )


def unmet(session: Session, topic_id: int, *, at: datetime) -> Unmet:
    """What facilitators hear of a topic that nobody can teach."""
    topic = session.get_one(Topic, topic_id)
    return Unmet(topic.name, len(wanting(session, topic.workspace_id, topic_id, at=at)), topic_id)


def untaught(session: Session, workspace_id: str, *, at: datetime, limit: int = 10) -> tuple[Unmet, ...]:
    """What enough people want, nobody offers to teach, and no lunch is coming on; most wanted first."""
    wanted = by_topic(session, workspace_id, at=at)
    offered = session.scalars(
        select(Offer.topic_id)
        .join(Member, (Member.workspace_id == Offer.workspace_id) & (Member.id == Offer.member_id))
        .where(Offer.topic_id.in_(wanted), Offer.withdrawn_at.is_(None), Member.is_gone.is_(False))
    )
    left = wanted.keys() - set(offered) - coming(session, workspace_id, at=at)
    names = dict(session.execute(select(Topic.id, Topic.name).where(Topic.id.in_(left))).all())
    most = sorted(left, key=lambda one: (-wanted[one], one))[:limit]
    return tuple(Unmet(names[number], wanted[number], number) for number in most)


def by_topic(session: Session, workspace_id: str, *, at: datetime) -> dict[int, int]:
    """How many people want each topic that enough of them want."""
    return {topic_id: people for place, topic_id, people in _wanted(session, at) if place == workspace_id}


def coming(session: Session, workspace_id: str, *, at: datetime) -> set[int]:
    """The topics on which a lunch is planned or announced."""
    return set(
        session.scalars(
            select(LunchTopic.topic_id)
            .join(Lunch, Lunch.id == LunchTopic.lunch_id)
            .where(
                Lunch.workspace_id == workspace_id,
                Lunch.starts_at > at,
                Lunch.state.in_(("planned", "announced", "open")),
            )
        )
    )


def teacherless(session: Session, workspace_id: str, *, at: datetime, limit: int) -> tuple[Unmet, ...]:
    """What enough people want, nobody offers to teach, and no lunch is coming about; most wanted first."""
    pairs = _wanting(at).subquery()
    offered = select(Offer.topic_id).where(
        Offer.workspace_id == workspace_id, Offer.withdrawn_at.is_(None), Offer.lunches
    )
    coming = (
        select(LunchTopic.topic_id)
        .join(Lunch, Lunch.id == LunchTopic.lunch_id)
        .where(Lunch.workspace_id == workspace_id, Lunch.starts_at > at, Lunch.state.in_(("planned", "open")))
    )
    rows = session.execute(
        select(Topic.name, func.count())
        .join(pairs, pairs.c[1] == Topic.id)
        .where(pairs.c[0] == workspace_id, Topic.id.not_in(offered), Topic.id.not_in(coming))
        .group_by(Topic.name)
        .having(func.count() >= ENOUGH)
        .order_by(func.count().desc(), Topic.name)
        .limit(limit)
    )
    return tuple(Unmet(name, wanted) for name, wanted in rows)


def _wanting(at: datetime) -> Select[str, int, str]:
    """Workspace, topic and member: who wishes for it, asked about it lately, or waits for a seat on it."""
    lately = at - RECENT
    return select(
        union(
            select(Wish.workspace_id, Wish.topic_id, Wish.member_id),
            select(Question.workspace_id, QuestionTopic.topic_id, Question.asker_id)
            .join(QuestionTopic, QuestionTopic.question_id == Question.id)
            .where(Question.is_open(), Question.asked_at > lately),
            select(Lunch.workspace_id, LunchTopic.topic_id, Seat.member_id)
            .join(LunchTopic, LunchTopic.lunch_id == Lunch.id)
            .join(Seat, Seat.lunch_id == Lunch.id)
            .where(Seat.state == "waiting", Lunch.starts_at > lately),
        ).subquery("wanting")
    )


def _wanted(session: Session, at: datetime) -> list[tuple[str, int, int]]:
    pairs = _wanting(at).subquery()
    rows = session.execute(
        select(pairs.c[0], pairs.c[1], func.count())
        .group_by(pairs.c[0], pairs.c[1])
        .having(func.count() >= ENOUGH)
        .order_by(func.count().desc(), pairs.c[1])
    )
    return [(workspace_id, topic_id, wanted) for workspace_id, topic_id, wanted in rows]


def wanting(session: Session, workspace_id: str, topic_id: int, *, at: datetime) -> set[str]:
    """Who wishes for a topic, asked about it lately, or waits for a seat on it."""
    pairs = _wanting(at).subquery()
    return set(session.scalars(select(pairs.c[2]).where(pairs.c[0] == workspace_id, pairs.c[1] == topic_id)))


def _is_coming(session: Session, topic_id: int, at: datetime) -> bool:
    found = session.scalars(
        select(Lunch.id)
        .join(LunchTopic, LunchTopic.lunch_id == Lunch.id)
        .where(
            LunchTopic.topic_id == topic_id,
            Lunch.starts_at > at,
            Lunch.state.in_(("planned", "announced", "open")),
        )
        .limit(1)
    ).first()
    return found is not None


def _is_asked(session: Session, topic_id: int, at: datetime) -> bool:
    """Whether somebody thinks about it, or said yes and has not planned it yet; either for a week."""
    found = session.scalars(
        select(Request.id)
        .where(
            Request.kind == HOST,
            Request.subject_id == topic_id,
            or_(
                and_(Request.state == "asked", Request.due_at > at - PATIENCE),
                and_(Request.state == "accepted", Request.decided_at > at - PATIENCE),
            ),
        )
        .limit(1)
    ).first()
    return found is not None


def _ask_next(session: Session, workspace_id: str, topic_id: int, at: datetime) -> bool:
    lately = session.scalars(
        select(Request.member_id).where(
            Request.kind == HOST, Request.subject_id == topic_id, Request.asked_at > at - AGAIN
        )
    ).all()
    able = candidates.find(session, workspace_id, [topic_id], way="lunches", without=lately, at=at)
    one = next((one for one in able if one.left > 0), None)
    if one is None:
        return False
    due = hours.next_working(at, one.zone, settings.of(session, workspace_id).hours)
    request = session.scalars(
        select(Request).where(
            Request.kind == HOST, Request.subject_id == topic_id, Request.member_id == one.member_id
        )
    ).first()
    if request is None:
        request = Request(workspace_id=workspace_id, kind=HOST, subject_id=topic_id, member_id=one.member_id)
        session.add(request)
    request.state, request.asked_at, request.due_at, request.decided_at = "asked", at, due, None
    session.flush()
    _log(session, request, "asked_to_host", at)
    outbox.say(
        session, workspace_id, _key(request), "demand.suggest", request.id, one.member_id, at=at, due_at=due
    )
    return True


def tell_facilitators(session: Session, workspace_id: str, topic_id: int, at: datetime) -> None:
    """The facilitators hear that nobody with room teaches what people want; once a month and topic."""
    channel_id = settings.of(session, workspace_id).facilitators_channel
    recipients = [channel_id] if channel_id else people.facilitators(session, workspace_id)
    for recipient in recipients:
        key = f"demand.unmet:{topic_id}:{recipient}:{at:%Y-%m}"
        if not outbox.is_known(session, workspace_id, key):
            outbox.say(session, workspace_id, key, "demand.unmet", topic_id, recipient, at=at)


def _key(request: Request) -> str:
    """A suggestion made again after a month is a new message."""
    return f"demand.suggest:{request.id}:{request.asked_at:%Y-%m-%d}"


def _own(session: Session, workspace_id: str, member_id: str, request_id: int) -> Request:
    people.acting(session, workspace_id, member_id)
    request = session.get(Request, request_id)
    if request is None or request.workspace_id != workspace_id or request.kind != HOST:
        raise Gone("That suggestion isn't there any more. Type /teach wanted to see what is.")
    if request.member_id != member_id:
        raise NotAllowed("Only the person who was asked can answer this.")
    return request


def _log(session: Session, request: Request, verb: str, at: datetime) -> None:
    activities.record(
        session,
        request.workspace_id,
        request.member_id,
        verb,
        ("topic", request.subject_id),
        topic_id=request.subject_id,
        at=at,
    )
