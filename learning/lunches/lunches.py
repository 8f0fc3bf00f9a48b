"""Lunch-and-learns: what there is, what each shows, and who may change it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from learning.core import wallclock
from learning.core.errors import Gone, NotAllowed
from learning.lunches import names
from learning.workspace import people, workspaces
from storage import activity_log
from storage.models.lunches import Lunch, LunchTopic, Seat, Series
from storage.models.workspace import Channel, Topic
from storage.outbox import outbox

HELD = ("going", "offered")
"""What a seat is while nobody else may have it."""
# Made once: hundreds may press within seconds, and making a statement takes longer than running it.
_LOCKED = (
    select(Lunch)
    .where(Lunch.id == bindparam("lunch"), Lunch.workspace_id == bindparam("workspace"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_COUNTS = (
    select(Seat.lunch_id, Seat.state, func.count())
    .where(Seat.lunch_id.in_(bindparam("lunches", expanding=True)))
    .group_by(Seat.lunch_id, Seat.state)
)
_TOPICS = (
    select(LunchTopic.lunch_id, Topic.name)
    .join(Topic, Topic.id == LunchTopic.topic_id)
    .where(LunchTopic.lunch_id.in_(bindparam("lunches", expanding=True)))
    .order_by(LunchTopic.position)
)
_TOPIC_IDS = (
    select(LunchTopic.topic_id).where(LunchTopic.lunch_id == bindparam("lunch")).order_by(LunchTopic.position)
)
_UNSEEN = select(Channel.workspace_id, Channel.id).where(
    Channel.id.in_(bindparam("channels", expanding=True)),
    or_(Channel.is_archived, Channel.bot_is_in.is_(False)),
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a lunch's card shows; `held` counts seats taken or offered, `waiting` those in line.

    `is_posted` says whether people see the card in its channel now.
    """

    lunch_id: int
    title: str
    takeaways: str
    topics: tuple[str, ...]
    host_id: str
    local: datetime
    zone: str
    starts_at: datetime
    minutes: int
    seats: int | None
    held: int
    waiting: int
    place: str
    channel_id: str
    state: str
    closed: bool
    why: str
    recording: str
    slides: str
    version: int
    sequence: int
    uid: str
    link: str
    series_id: int | None = None
    repeat: str = wallclock.ONCE
    until: date | None = None
    is_posted: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def full(self) -> bool:
        return self.seats is not None and self.held >= self.seats


def get(session: Session, workspace_id: str, lunch_id: int) -> Lunch:
    """A lunch of this workspace, locked until the transaction ends, because seats are counted before they
    are given. Raises `Gone` for what is not there."""
    lunch = session.scalars(_LOCKED, {"lunch": lunch_id, "workspace": workspace_id}).first()
    if lunch is None:
        raise Gone("That lunch isn't there any more. Type /learn lunches to see what is coming.")
    return lunch


def standing(lunch: Lunch, at: datetime) -> None:
    """Raises `Gone` unless a lunch is still to come."""
    if lunch.state == "cancelled":
        raise Gone(f"“{lunch.title}” was cancelled. Type /learn lunches to see what is coming.")
    if lunch.starts_at <= at:
        raise Gone(f"“{lunch.title}” has begun already. Type /learn lunches to see what is coming.")


def may_host(session: Session, lunch: Lunch, member_id: str) -> None:
    """Raises `NotAllowed`, in words that say who may, unless it is the host or a facilitator."""
    member = people.acting(session, lunch.workspace_id, member_id)
    if member_id != lunch.host_id and not member.facilitates:
        host = people.get(session, lunch.workspace_id, lunch.host_id).name or "the host"
        raise NotAllowed(f"Only {host}, who hosts it, or a facilitator can do that.")


def ends_at(lunch: Lunch) -> datetime:
    return lunch.starts_at + timedelta(minutes=lunch.minutes)


def stamp(lunch: Lunch) -> int:
    """When a lunch starts, as keys of what is said about that time carry it: moved, it has others."""
    return int(lunch.starts_at.timestamp())


def card_key(lunch: Lunch) -> str:
    """The outbox key of a lunch's card; in another channel it is another message."""
    return outbox.key(names.CARD, lunch.id, lunch.channel_id)


def card(session: Session, lunch_id: int) -> Card:
    """What a lunch's card shows now."""
    return cards(session, [session.get_one(Lunch, lunch_id)])[0]


def cards(session: Session, found: Sequence[Lunch]) -> tuple[Card, ...]:
    """What the cards of these lunches show now, in their order."""
    numbers = [lunch.id for lunch in found]
    counts: dict[tuple[int, str], int] = {
        (lunch_id, state): count for lunch_id, state, count in session.execute(_COUNTS, {"lunches": numbers})
    }
    named: dict[int, list[str]] = {}
    for lunch_id, name in session.execute(_TOPICS, {"lunches": numbers}):
        named.setdefault(lunch_id, []).append(name)
    rhythms = {row.id: row for row in _rhythms(session, found)}
    unseen = {
        (workspace_id, channel_id)
        for workspace_id, channel_id in session.execute(
            _UNSEEN, {"channels": list({lunch.channel_id for lunch in found})}
        )
    }
    return tuple(
        Card(
            lunch_id=lunch.id,
            title=lunch.title,
            takeaways=lunch.takeaways,
            topics=tuple(named.get(lunch.id, ())),
            host_id=lunch.host_id,
            local=datetime.fromisoformat(lunch.local),
            zone=lunch.zone,
            starts_at=lunch.starts_at,
            minutes=lunch.minutes,
            seats=lunch.seats,
            held=sum(counts.get((lunch.id, state), 0) for state in HELD),
            waiting=counts.get((lunch.id, "waiting"), 0),
            place=lunch.place,
            channel_id=lunch.channel_id,
            state=lunch.state,
            closed=lunch.closed,
            why=lunch.why,
            recording=lunch.recording,
            slides=lunch.slides,
            version=lunch.version,
            sequence=lunch.sequence,
            uid=lunch.uid,
            link=link(session, lunch),
            series_id=lunch.series_id,
            repeat=rhythm.repeat if (rhythm := rhythms.get(lunch.series_id or 0)) else wallclock.ONCE,
            until=rhythm.until if rhythm else None,
            is_posted=lunch.message_ts is not None and (lunch.workspace_id, lunch.channel_id) not in unseen,
        )
        for lunch in found
    )


def _rhythms(session: Session, found: Sequence[Lunch]) -> Sequence[Series]:
    numbers = {lunch.series_id for lunch in found} - {None}
    return session.scalars(select(Series).where(Series.id.in_(numbers))).all() if numbers else ()


def link(session: Session, lunch: Lunch) -> str:
    """Where a lunch's card can be read; empty until it is posted."""
    if lunch.message_ts is None:
        return ""
    return workspaces.link(session, lunch.workspace_id, lunch.channel_id, lunch.message_ts)


def thread(session: Session, lunch_id: int) -> str | None:
    """The card's message, on which the thread hangs; None until it is posted."""
    return session.get_one(Lunch, lunch_id).message_ts


def tag(session: Session, workspace_id: str, lunch_id: int, topic_ids: Iterable[int]) -> None:
    """A lunch is about these topics, in this order."""
    for place, topic_id in enumerate(topic_ids):
        session.add(
            LunchTopic(lunch_id=lunch_id, topic_id=topic_id, workspace_id=workspace_id, position=place)
        )
    session.flush()


def topic_ids(session: Session, lunch_id: int) -> tuple[int, ...]:
    return tuple(session.scalars(_TOPIC_IDS, {"lunch": lunch_id}))


def log(
    session: Session,
    lunch: Lunch,
    actor_id: str | None,
    verb: str,
    *,
    at: datetime,
    topic_id: int | None = None,
) -> None:
    """Logs what somebody did about a lunch; without `topic_id`, under its first topic."""
    topic = topic_id or next(iter(topic_ids(session, lunch.id)), None)
    activity_log.record(
        session, lunch.workspace_id, actor_id, verb, ("lunch", lunch.id), topic_id=topic, at=at
    )
