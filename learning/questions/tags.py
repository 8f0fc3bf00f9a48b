"""Tags: the topics that questions carry, in the order they were named, and what is named together."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from storage.engine.batch import write
from storage.engine.compiled import run
from storage.models.questions import Question, QuestionTopic
from storage.models.workspace import Channel, Topic

RECENT = 100
"""How many of a topic's newest questions are looked at: what people ask and know now."""
_OF_QUESTION = (
    select(Topic.id, Topic.name)
    .join(QuestionTopic, QuestionTopic.topic_id == Topic.id)
    .where(QuestionTopic.question_id == bindparam("question"))
    .order_by(QuestionTopic.position)
)
_TAGS: Any = QuestionTopic.__table__
_TAG = _TAGS.insert()


def tag(session: Session, workspace_id: str, question_id: int, topic_ids: Sequence[int]) -> None:
    """A new question carries these topics, in this order."""
    rows = (
        {"question_id": question_id, "topic_id": topic_id, "workspace_id": workspace_id, "position": place}
        for place, topic_id in enumerate(topic_ids)
    )
    write(session, _TAG, *rows)


def of_question(session: Session, question_id: int) -> tuple[tuple[int, str], ...]:
    """The ids and names of a question's topics, in the order they were named."""
    rows = run(session, _OF_QUESTION, {"question": question_id})
    return tuple((number, name) for number, name in rows)


def of_questions(session: Session, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The names of each question's topics, in the order they were named."""
    names: dict[int, list[str]] = {number: [] for number in numbers}
    rows = session.execute(
        select(QuestionTopic.question_id, Topic.name)
        .join(Topic, Topic.id == QuestionTopic.topic_id)
        .where(QuestionTopic.question_id.in_(numbers))
        .order_by(QuestionTopic.question_id, QuestionTopic.position)
    )
    for number, name in rows:
        names[number].append(name)
    return names


def open_questions(session: Session, topic_id: int, most: int) -> tuple[str, ...]:
    """The newest open questions on a topic, in channels that everyone may read, in their askers' words."""
    texts = session.scalars(
        select(Question.text)
        .join(QuestionTopic, QuestionTopic.question_id == Question.id)
        .join(Channel, (Channel.workspace_id == Question.workspace_id) & (Channel.id == Question.channel_id))
        .where(QuestionTopic.topic_id == topic_id, Question.state == "open", Channel.is_private.is_(False))
        .order_by(Question.id.desc())
        .limit(most)
    )
    return tuple(texts)


def beside(session: Session, workspace_id: str, topic_id: int, most: int) -> list[int]:
    """The topics most often named together with this one, on its newest questions."""
    newest = (
        select(QuestionTopic.question_id)
        .where(QuestionTopic.topic_id == topic_id, QuestionTopic.workspace_id == workspace_id)
        .order_by(QuestionTopic.question_id.desc())
        .limit(RECENT)
        .subquery()
    )
    other = aliased(QuestionTopic)
    rows = session.scalars(
        select(other.topic_id)
        .join(newest, newest.c.question_id == other.question_id)
        .where(other.topic_id != topic_id)
        .group_by(other.topic_id)
        .order_by(func.count().desc(), other.topic_id)
        .limit(most)
    )
    return list(rows)
