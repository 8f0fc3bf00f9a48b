"""A lean coffee: topics are gathered, each has three votes, and what has most is talked about first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.circles import names, rounds, stages
from learning.circles.rounds import RoundFacts
from storage.models.circles import Circle, CoffeeTopic, CoffeeVote, Round

OFFERED = 5
"""How many left-over topics of the last time are offered."""
GATHER, VOTE, DISCUSS = "gather", "vote", "discuss"


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to talk about: its votes, `place` on the agenda (1 first, 0 before there is one), and
    whether it was talked about."""

    topic_id: int
    member_id: str
    text: str
    votes: int
    place: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Coffee:
    """A lean coffee as everybody may see it; counts of votes are there once the vote is over.

    `voters` is how many have voted, `now_id` the topic that is talked about, `left_over` what the last one
    did not come to, `until` when the stage ends, in UTC.
    """

    round: RoundFacts
    topics: tuple[Topic, ...]
    voters: int
    now_id: int | None
    left_over: tuple[Topic, ...]
    until: datetime | None

    @property
    def now(self) -> Topic | None:
        return next((topic for topic in self.topics if topic.topic_id == self.now_id), None)


def begin(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """Topics are gathered for a while."""
    row.stage, row.next_at, row.recap_at = GATHER, stages.a_while(session, circle, at), None
    session.flush()


def move(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """From gathering to the vote, from the vote to the agenda, and there from topic to topic.

    A single topic, or none, needs no vote.
    """
    topics = topics_of(session, row.id)
    if row.stage == GATHER and len(topics) > 1:
        row.stage, row.next_at = VOTE, stages.a_while(session, circle, at)
        stages.say(session, row, names.COFFEE_VOTE, at=at)
    elif row.stage in (GATHER, VOTE):
        row.stage, row.next_at = DISCUSS if topics else stages.DONE, None
        _order(session, row.id, topics)
        stages.say(session, row, names.COFFEE_AGENDA, at=at)
        _open(session, circle, row, at=at)
    elif row.stage == DISCUSS:
        _close(session, row, at=at)
        _open(session, circle, row, at=at)
    session.flush()


def over(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """What is talked about counts as talked about; what is left is offered the next time."""
    if row.stage == DISCUSS:
        _close(session, row, at=at)
    row.stage = stages.DONE


def facts(session: Session, round_id: int) -> Coffee:
    """A lean coffee as it stands."""
    row = session.get_one(Round, round_id)
    counts: dict[int, int] = {}
    if row.stage not in ("", GATHER, VOTE):
        counts = _counts(session, round_id)
    now = topic_now(session, row)
    voters = session.scalar(
        select(func.count(CoffeeVote.member_id.distinct())).where(CoffeeVote.round_id == round_id)
    )
    topics = topics_of(session, round_id)
    back = {topic.request_key for topic in topics}
    left = left_over(session, row) if row.stage == GATHER else []
    return Coffee(
        round=rounds.facts(session, round_id),
        topics=tuple(_topic(topic, counts) for topic in topics),
        voters=voters or 0,
        now_id=now.id if now else None,
        left_over=tuple(_topic(one, {}) for one in left if carried_key(one.id, row.id) not in back),
        until=row.next_at,
    )


def _open(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """The next topic has a reply of its own in the thread; after the last one all is said."""
    now = topic_now(session, row)
    if now is not None:
        stages.say(session, row, names.COFFEE_TOPIC, now.id, at=at)
    else:
        row.stage = stages.DONE
    row.recap_at = rounds.next_working_day(session, circle, at)
    session.flush()


def _close(session: Session, row: Round, *, at: datetime) -> None:
    now = topic_now(session, row)
    if now is not None:
        now.done_at = at
        session.flush()


def _order(session: Session, round_id: int, topics: list[CoffeeTopic]) -> None:
    """By votes; of as many, what was brought first."""
    counts = _counts(session, round_id)
    for place, topic in enumerate(sorted(topics, key=lambda one: (-counts.get(one.id, 0), one.id)), 1):
        topic.position = place
    session.flush()


def topic_now(session: Session, row: Round) -> CoffeeTopic | None:
    """The topic that is talked about."""
    if row.stage != DISCUSS:
        return None
    return next((topic for topic in topics_of(session, row.id) if topic.done_at is None), None)


def topics_of(session: Session, round_id: int) -> list[CoffeeTopic]:
    """A round's topics by the agenda, or as they were brought."""
    rows = session.scalars(
        select(CoffeeTopic)
        .where(CoffeeTopic.round_id == round_id)
        .order_by(func.coalesce(CoffeeTopic.position, 0), CoffeeTopic.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def left_over(session: Session, row: Round) -> list[CoffeeTopic]:
    """What the circle's last lean coffee before this one did not come to, most wanted first."""
    last = session.scalars(
        select(Round)
        .where(
            Round.circle_id == row.circle_id,
            Round.format == row.format,
            Round.state == "over",
            Round.due_at < row.due_at,
        )
        .order_by(Round.due_at.desc())
        .limit(1)
    ).first()
    left = [topic for topic in topics_of(session, last.id) if topic.done_at is None] if last else []
    return left[:OFFERED]


def _counts(session: Session, round_id: int) -> dict[int, int]:
    rows = session.execute(
        select(CoffeeVote.topic_id, func.sum(CoffeeVote.votes))
        .where(CoffeeVote.round_id == round_id)
        .group_by(CoffeeVote.topic_id)
    )
    return {topic_id: int(votes) for topic_id, votes in rows}


def _topic(topic: CoffeeTopic, counts: Mapping[int, int]) -> Topic:
    return Topic(
        topic.id,
        topic.member_id,
        topic.text,
        counts.get(topic.id, 0),
        topic.position or 0,
        topic.done_at is not None,
    )


def carried_key(topic_id: int, round_id: int) -> str:
    return f"carried:{topic_id}:{round_id}"
