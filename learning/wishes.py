"""Wishes: topics that people want to learn about, and the board that shows what is wanted most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from learning import candidates, people, topics
from learning.errors import LearningError
from storage import activities
from storage.dialect import insert_new
from storage.models import Lunch, LunchTopic, Question, QuestionTopic, Seat, Topic, Wish

RECENT = timedelta(days=90)
"""How far back open questions count as demand."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic on the board: wishes, open questions, places in line for a lunch; and teachers with room."""

    topic_id: int
    topic: str
    wishes: int
    questions: int
    waiting: int
    teachers: int

    @property
    def demand(self) -> int:
        return self.wishes + self.questions + self.waiting - self.teachers


def wish(
    session: Session, workspace_id: str, member_id: str, names: Sequence[str], *, at: datetime
) -> tuple[str, ...]:
    """Someone would like to learn about these topics; wished twice, it counts once. Returns their names.

    Raises `LearningError` when no topic is named.
    """
    people.acting(session, workspace_id, member_id)
    named = topics.merge([[topics.normalise(name) for name in names]])
    if not named:
        raise LearningError("Name the topic you'd like to learn about, like /learn topic postgres.")
    for topic_id in topics.ensure(session, workspace_id, named):
        fresh = insert_new(
            session, Wish, workspace_id=workspace_id, topic_id=topic_id, member_id=member_id, at=at
        )
        if fresh:
            activities.record(
                session, workspace_id, member_id, "wished", ("topic", topic_id), topic_id=topic_id, at=at
            )
    return named


def forget(session: Session, workspace_id: str, member_id: str, topic_id: int) -> None:
    """Someone no longer wishes for a topic."""
    people.acting(session, workspace_id, member_id)
    session.execute(
        delete(Wish).where(
            Wish.workspace_id == workspace_id, Wish.topic_id == topic_id, Wish.member_id == member_id
        )
    )


def fulfil(session: Session, lunch_id: int) -> None:
    """Those who had a seat at a lunch that is over wish no more for what it was about."""
    going = select(Seat.member_id).where(Seat.lunch_id == lunch_id, Seat.state == "going")
    about = select(LunchTopic.topic_id).where(LunchTopic.lunch_id == lunch_id)
    within = session.get_one(Lunch, lunch_id).workspace_id
    session.execute(
        delete(Wish)
        .where(Wish.workspace_id == within, Wish.topic_id.in_(about), Wish.member_id.in_(going))
        .execution_options(synchronize_session=False)
    )


def wishers(session: Session, workspace_id: str, topic_id: int) -> tuple[str, ...]:
    """Who wishes for a topic, in the order they did."""
    rows = session.scalars(
        select(Wish.member_id)
        .where(Wish.workspace_id == workspace_id, Wish.topic_id == topic_id)
        .order_by(Wish.at, Wish.member_id)
    )
    return tuple(rows)


def board(session: Session, workspace_id: str, *, at: datetime, limit: int = 10) -> tuple[Wanted, ...]:
    """The topics wanted most: wishes, unanswered questions and waitlists, less the teachers who have room."""
    wishes = dict(
        session.execute(
            select(Wish.topic_id, func.count())
            .where(Wish.workspace_id == workspace_id)
            .group_by(Wish.topic_id)
        ).all()
    )
    open_questions = dict(
        session.execute(
            select(QuestionTopic.topic_id, func.count())
            .join(Question, Question.id == QuestionTopic.question_id)
            .where(
                Question.workspace_id == workspace_id,
                Question.state == "open",
                Question.asked_at > at - RECENT,
            )
            .group_by(QuestionTopic.topic_id)
        ).all()
    )
    waiting = dict(
        session.execute(
            select(LunchTopic.topic_id, func.count(Seat.member_id.distinct()))
            .join(Lunch, Lunch.id == LunchTopic.lunch_id)
            .join(Seat, Seat.lunch_id == Lunch.id)
            .where(Lunch.workspace_id == workspace_id, Seat.state == "waiting", Lunch.starts_at > at - RECENT)
            .group_by(LunchTopic.topic_id)
        ).all()
    )
    ids = {*wishes, *open_questions, *waiting}
    names = dict(session.execute(select(Topic.id, Topic.name).where(Topic.id.in_(ids))).all())
    rows = []
    for number in ids:
        able = candidates.find(session, workspace_id, [number], way="lunches", at=at)
        room = sum(one.offers and one.left > 0 for one in able)
        rows.append(
            Wanted(
                number,
                names[number],
                wishes.get(number, 0),
                open_questions.get(number, 0),
                waiting.get(number, 0),
                room,
            )
        )
    wanted = [row for row in rows if row.demand > 0]
    return tuple(sorted(wanted, key=lambda row: (-row.demand, -row.wishes, row.topic))[:limit])
