"""Wishes: topics that people want to learn about, and the board that shows what is wanted most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import Gone, LearningError
from learning.teaching import candidates
from learning.teaching.names import Verbs
from learning.workspace import people
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.lunches import Lunch, LunchTopic, Seat
from storage.models.questions import Question, QuestionTopic
from storage.models.teaching import Offer
from storage.models.teaching import Wish as Row
from storage.models.workspace import Topic

IN_SHORT = "Which two or three words say best what you'd like to learn?"
RECENT = timedelta(days=90)
"""How far back open questions count as demand."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A topic that somebody wants to learn about, and how many others can teach it."""

    topic_id: int
    topic: str
    teachers: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic on the board: wishes, open questions, places in line for a lunch; and teachers with room.

    `is_mine` says whether whoever reads it teaches it.
    """

    topic_id: int
    topic: str
    wishes: int
    questions: int
    waiting: int
    teachers: int
    is_mine: bool = False

    @property
    def demand(self) -> int:
        return self.wishes + self.questions + self.waiting - self.teachers


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


def fulfil(session: Session, lunch_id: int) -> None:
    """Those who had a seat at a lunch that is over wish no more for what it was about."""
    going = select(Seat.member_id).where(Seat.lunch_id == lunch_id, Seat.state == "going")
    about = select(LunchTopic.topic_id).where(LunchTopic.lunch_id == lunch_id)
    within = session.get_one(Lunch, lunch_id).workspace_id
    session.execute(
        delete(Row)
        .where(Row.workspace_id == within, Row.topic_id.in_(about), Row.member_id.in_(going))
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
    wishes = dict(
        session.execute(
            select(Row.topic_id, func.count()).where(Row.workspace_id == workspace_id).group_by(Row.topic_id)
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
                names[number],
                wishes.get(number, 0),
                open_questions.get(number, 0),
                waiting.get(number, 0),
                room,
                number in own,
            )
        )
    wanted = [row for row in rows if row.demand > 0]
    return tuple(sorted(wanted, key=lambda row: (-row.demand, -row.wishes, row.topic))[:limit])
