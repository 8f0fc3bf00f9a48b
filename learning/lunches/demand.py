"""Demand: what several people want to learn, whether somebody teaches it, and who hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, union
from sqlalchemy.orm import Session

from learning.lunches import names
from learning.teaching import wishes
from learning.workspace import channels, people, settings
from storage.models.lunches import Lunch, LunchTopic
from storage.models.teaching import Offer
from storage.models.workspace import Member, Topic
from storage.outbox import outbox

ENOUGH = 3
"""Different people who want a topic before somebody is asked to host."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A topic that people want and nobody with room can teach."""

    topic: str
    people: int
    topic_id: int = 0


def wanted(session: Session, *, at: datetime) -> list[tuple[str, int, int]]:
    """Workspace, topic, and how many people want it: what enough of them want, most wanted first."""
    pairs = _wanting(at).subquery()
    rows = session.execute(
        select(pairs.c[0], pairs.c[1], func.count())
        .group_by(pairs.c[0], pairs.c[1])
        .having(func.count() >= ENOUGH)
        .order_by(func.count().desc(), pairs.c[1])
    )
    return [(workspace_id, topic_id, people) for workspace_id, topic_id, people in rows]


def by_topic(session: Session, workspace_id: str, *, at: datetime) -> dict[int, int]:
    """How many people want each topic that enough of them want."""
    return {topic_id: people for place, topic_id, people in wanted(session, at=at) if place == workspace_id}


def wanting(session: Session, workspace_id: str, topic_id: int, *, at: datetime) -> set[str]:
    """Who wishes for a topic, asked about it lately, or waits for a seat on it."""
    pairs = _wanting(at).subquery()
    return set(session.scalars(select(pairs.c[2]).where(pairs.c[0] == workspace_id, pairs.c[1] == topic_id)))


def coming(session: Session, workspace_id: str, *, host_id: str | None = None, at: datetime) -> set[int]:
    """The topics on which a lunch that everyone may see is planned, or announced and open, and has not begun;
    those of this host count wherever they are."""
    return set(
        session.scalars(
            select(LunchTopic.topic_id)
            .join(Lunch, Lunch.id == LunchTopic.lunch_id)
            .where(
                Lunch.workspace_id == workspace_id,
                Lunch.starts_at > at,
                Lunch.state.in_(("planned", "open")),
                or_(Lunch.channel_id.in_(channels.open_to_all(workspace_id)), Lunch.host_id == host_id),
            )
        )
    )


def unmet(session: Session, topic_id: int, *, at: datetime) -> Unmet:
    """What facilitators hear of a topic that nobody can teach."""
    topic = session.get_one(Topic, topic_id)
    return Unmet(topic.name, len(wanting(session, topic.workspace_id, topic_id, at=at)), topic_id)


def untaught(session: Session, workspace_id: str, *, at: datetime, limit: int = 10) -> tuple[Unmet, ...]:
    """What enough people want, nobody offers to teach, and no lunch is coming on; most wanted first."""
    wanting = by_topic(session, workspace_id, at=at)
    offered = session.scalars(
        select(Offer.topic_id)
        .join(Member, (Member.workspace_id == Offer.workspace_id) & (Member.id == Offer.member_id))
        .where(Offer.topic_id.in_(wanting), Offer.withdrawn_at.is_(None), Member.is_gone.is_(False))
    )
    left = wanting.keys() - set(offered) - coming(session, workspace_id, at=at)
    names = dict(session.execute(select(Topic.id, Topic.name).where(Topic.id.in_(left))).all())
    most = sorted(left, key=lambda one: (-wanting[one], one))[:limit]
    return tuple(Unmet(names[number], wanting[number], number) for number in most)


def announce(session: Session, lunch: Lunch, topic_ids: Sequence[int], *, at: datetime) -> int:
    """Those who want what a new lunch is about hear of it first; returns how many they are.

    What is announced in a private channel is for those in it alone.
    """
    room = channels.get(session, lunch.workspace_id, lunch.channel_id)
    if room is None or room.is_private:
        return 0
    hopeful = {
        member for topic_id in topic_ids for member in wanting(session, lunch.workspace_id, topic_id, at=at)
    }
    told = sorted(hopeful - {lunch.host_id})
    for member_id in told:
        outbox.say(
            session,
            lunch.workspace_id,
            outbox.key(names.ANNOUNCED, lunch.id, member_id),
            names.ANNOUNCED,
            lunch.id,
            member_id,
            at=at,
        )
    return len(told)


def tell_facilitators(session: Session, workspace_id: str, topic_id: int, at: datetime) -> None:
    """The facilitators hear that nobody with room teaches what people want; once a month and topic."""
    channel_id = settings.get(session, workspace_id)[settings.FACILITATORS_CHANNEL]
    recipients = [channel_id] if channel_id else people.facilitators(session, workspace_id)
    for recipient in recipients:
        key = outbox.key(names.UNMET, topic_id, recipient, f"{at:%Y-%m}")
        if not outbox.is_known(session, workspace_id, key):
            outbox.say(session, workspace_id, key, names.UNMET, topic_id, recipient, at=at)


def _wanting(at: datetime) -> Select[Any]:
    """Workspace, topic and member: who wants it in whatever way, and has not left."""
    wanting = union(*(one.pairs(at) for one in wishes.wants().values())).subquery("wanting")
    gone = exists().where(
        Member.workspace_id == wanting.c[0], Member.id == wanting.c[2], Member.is_gone.is_(True)
    )
    return select(wanting).where(~gone)
