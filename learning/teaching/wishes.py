"""Wishes: topics that people want to learn about, and the board that shows what is wanted most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import Gone, LearningError
from learning.core.features import features
from learning.core.sockets.order import SHELVES, Shelf
from learning.core.sockets.topics import Wants
from learning.teaching import candidates
from learning.teaching.names import Signals, Verbs
from learning.workspace import people
from storage import activity_log, discovery
from storage.engine.compiled import insert_new
from storage.models.teaching import Offer
from storage.models.teaching import Wish as Row
from storage.models.workspace import Topic

IN_SHORT = "Which two or three words say best what you'd like to learn?"
RECENT = timedelta(days=90)
"""How far back what people want counts as demand."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A topic that somebody wants to learn about, and how many others can teach it."""

    topic_id: int
    topic: str
    teachers: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic on the board: wishes, how else it is wanted (by the names of `wants`, how often), and teachers
    with room. `is_mine` says whether whoever reads it teaches it.
    """

    topic_id: int
    topic: str
    wishes: int
    otherwise: Mapping[str, int]
    teachers: int
    is_mine: bool = False

    @property
    def demand(self) -> int:
        return self.wishes + sum(self.otherwise.values()) - self.teachers


def wish(
    session: Session, workspace_id: str, member_id: str, names: Sequence[str], *, at: datetime
) -> tuple[str, ...]:
    """Someone would like to learn about these topics; wished twice, it counts once. Returns their names.

    Raises `LearningError` when no topic is named, or one in too many words.
    """
    people.acting(session, workspace_id, member_id)
    named = topics.merge([[topics.named_by(name, instead=IN_SHORT) for name in names]])
    if not named:
        raise LearningError("Name the topic you'd like to learn about, like /learn topic postgres.")
    for topic_id in topics.ensure(session, workspace_id, named):
        fresh = insert_new(
            session, Row, workspace_id=workspace_id, topic_id=topic_id, member_id=member_id, at=at
        )
        if fresh:
            activity_log.record(
                session, workspace_id, member_id, Verbs.WISHED, ("topic", topic_id), topic_id=topic_id, at=at
            )
    return named


def forget(session: Session, workspace_id: str, member_id: str, topic_id: int, *, at: datetime) -> str:
    """Someone no longer wishes for a topic; returns its name. Without such a wish nothing changes.

    Raises `Gone` when there is no such topic.
    """
    people.acting(session, workspace_id, member_id)
    topic = session.get(Topic, topic_id)
    if topic is None or topic.workspace_id != workspace_id:
        raise Gone("That topic isn't there any more. Your Home shows what you'd like to learn.")
    gone = session.execute(
        delete(Row)
        .where(Row.workspace_id == workspace_id, Row.topic_id == topic_id, Row.member_id == member_id)
        .returning(Row.topic_id)
    ).first()
    if gone is not None:
        about = ("topic", topic_id)
        activity_log.record(session, workspace_id, member_id, Verbs.UNWISHED, about, topic_id=topic_id, at=at)
    return topic.name


def mine(session: Session, workspace_id: str, member_id: str) -> tuple[Wish, ...]:
    """What someone wants to learn about, newest first; nobody looked yet who can teach it."""
    rows = session.execute(
        select(Topic.id, Topic.name)
        .join(Row, Row.topic_id == Topic.id)
        .where(Row.workspace_id == workspace_id, Row.member_id == member_id)
        .order_by(Row.at.desc(), Topic.name)
    )
    return tuple(Wish(number, name) for number, name in rows)


def taught(
    session: Session, workspace_id: str, member_id: str, wishes: Iterable[Wish], *, at: datetime
) -> tuple[Wish, ...]:
    """The same wishes, with how many others one may ask for half an hour of each."""
    return tuple(
        replace(
            one,
            teachers=len(
                candidates.find(
                    session, workspace_id, [one.topic_id], way="half_hours", without=[member_id], at=at
                )
            ),
        )
        for one in wishes
    )


def fulfil(session: Session, workspace_id: str, topic_ids: Select[int], member_ids: Select[str]) -> None:
    """These people have learned about these topics, and wish for them no more."""
    session.execute(
        delete(Row)
        .where(Row.workspace_id == workspace_id, Row.topic_id.in_(topic_ids), Row.member_id.in_(member_ids))
        .execution_options(synchronize_session=False)
    )


def wishers(session: Session, workspace_id: str, topic_id: int) -> tuple[str, ...]:
    """Who wishes for a topic, in the order they did."""
    rows = session.scalars(
        select(Row.member_id)
        .where(Row.workspace_id == workspace_id, Row.topic_id == topic_id)
        .order_by(Row.at, Row.member_id)
    )
    return tuple(rows)


def board(
    session: Session, workspace_id: str, member_id: str, *, at: datetime, limit: int = 10
) -> tuple[Wanted, ...]:
    """The topics wanted most: wishes, unanswered questions and waitlists, less the teachers who have room.

    `member_id` is whoever reads it.
    """
    wishes = _wished(session, workspace_id, at)
    others = {
        name: one.counted(session, workspace_id, at) for name, one in wants().items() if one is not WANTS
    }
    ids = set(wishes).union(*others.values())
    topic_names = dict(session.execute(select(Topic.id, Topic.name).where(Topic.id.in_(ids))).all())
    offered = select(Offer.topic_id).where(
        Offer.workspace_id == workspace_id, Offer.member_id == member_id, Offer.withdrawn_at.is_(None)
    )
    own = set(session.scalars(offered))
    rows = []
    for number in ids:
        able = candidates.find(session, workspace_id, [number], way="lunches", at=at)
        room = sum(one.offers and one.left > 0 for one in able)
        rows.append(
            Wanted(
                number,
                topic_names[number],
                wishes.get(number, 0),
                {name: counts[number] for name, counts in others.items() if counts.get(number)},
                room,
                number in own,
            )
        )
    wanted = [row for row in rows if row.demand > 0]
    return tuple(sorted(wanted, key=lambda row: (-row.demand, -row.wishes, row.topic))[:limit])


@cache
def wants() -> Mapping[str, Wants]:
    """How people want topics, wishes among them, by name and in its order."""
    found = [
        (activity, one.name, one) for activity, feature in features().items() for one in feature.topics.wants
    ]
    unique = discovery.unique("signals that a topic is wanted", found)
    return dict(sorted(unique.items(), key=lambda item: SHELVES.index(item[1].shelf)))


def _pairs(_: datetime) -> Select[str, int, str]:
    return select(Row.workspace_id, Row.topic_id, Row.member_id)


def _wished(session: Session, workspace_id: str, _: datetime) -> dict[int, int]:
    """How many people wish for each topic."""
    rows = session.execute(
        select(Row.topic_id, func.count()).where(Row.workspace_id == workspace_id).group_by(Row.topic_id)
    )
    return dict(rows.all())


WANTS = Wants(Signals.WISHES, Shelf.WANT, _pairs, _wished)
