"""What questions tell other activities: who wants and who knows topics, who helped, what thanks are for."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.errors import LearningError
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import TITLE, Deed, Doings, Done, Thankable, Way
from learning.core.sockets.topics import Knows, Wants
from learning.questions import names, tags
from learning.teaching.wishes import RECENT
from learning.workspace import channels
from storage.models.activity_log import LogEntry
from storage.models.questions import Answer, Question, QuestionTopic

MOST = 5
"""Accepted answers beyond these add nothing when teachers are ranked."""


def _pairs(at: datetime) -> Select[str, int, str]:
    return (
        select(Question.workspace_id, QuestionTopic.topic_id, Question.asker_id)
        .join(QuestionTopic, QuestionTopic.question_id == Question.id)
        .where(Question.is_open(), Question.asked_at > at - RECENT)
    )


def _asked(session: Session, workspace_id: str, at: datetime) -> Mapping[int, int]:
    """How many open questions there are on each topic, of those asked lately."""
    rows = session.execute(
        select(QuestionTopic.topic_id, func.count())
        .join(Question, Question.id == QuestionTopic.question_id)
        .where(
            Question.workspace_id == workspace_id,
            Question.state == "open",
            Question.asked_at > at - RECENT,
        )
        .group_by(QuestionTopic.topic_id)
    )
    return dict(rows.all())


def _accepted(
    session: Session, workspace_id: str, topic_ids: Collection[int], at: datetime
) -> Mapping[str, int]:
    """How many of somebody's answers were accepted, on the newest questions of each topic."""
    recent = [
        select(QuestionTopic.question_id)
        .where(QuestionTopic.topic_id == topic_id, QuestionTopic.workspace_id == workspace_id)
        .order_by(QuestionTopic.question_id.desc())
        .limit(tags.RECENT)
        .subquery()
        for topic_id in topic_ids
    ]
    rows = session.execute(
        select(Answer.author_id, func.count())
        .join(Question, Question.accepted_answer_id == Answer.id)
        .where(
            Question.id.in_(union(*(select(part.c.question_id) for part in recent))),
            Answer.author_id != Question.asker_id,
        )
        .group_by(Answer.author_id)
    )
    return dict(rows.all())


def _why(times: int) -> str:
    return f"{times} accepted {'answer' if times == 1 else 'answers'} on"


def helped(session: Session, workspace_id: str, since: datetime, until: datetime) -> Mapping[str, int]:
    """Whose answers to others' questions were accepted then (UTC), in channels that everyone may read, and
    still are; and how many of them."""
    rows = session.execute(
        select(Answer.author_id, func.count(Answer.id.distinct()))
        .join(LogEntry, (LogEntry.subject_id == Answer.id) & (LogEntry.subject_kind == "answer"))
        .join(Question, Question.accepted_answer_id == Answer.id)
        .where(
            LogEntry.workspace_id == workspace_id,
            LogEntry.verb == names.Verbs.ACCEPTED,
            LogEntry.at >= since,
            LogEntry.at < until,
            Question.asker_id != Answer.author_id,
            Question.channel_id.in_(channels.open_to_all(workspace_id)),
        )
        .group_by(Answer.author_id)
    )
    return dict(rows.all())


def _replies(session: Session, workspace_id: str, member_id: str) -> Mapping[Way, Done]:
    """Their replies to questions of others, and which of them were accepted."""
    replies = session.execute(
        select(Answer.answered_at, Answer.question_id, Question.accepted_answer_id == Answer.id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.workspace_id == workspace_id,
            Answer.author_id == member_id,
            Answer.deleted_at.is_(None),
            Question.asker_id != member_id,
        )
    ).all()
    accepted = [number for _, number, is_accepted in replies if is_accepted]
    about = session.scalars(select(QuestionTopic.topic_id).where(QuestionTopic.question_id.in_(accepted)))
    return {
        Way.REPLIED: Done(len(replies), tuple(when for when, _, _ in replies)),
        Way.ACCEPTED: Done(len(accepted), topics=frozenset(about)),
    }


def _author(session: Session, number: int) -> str | None:
    return session.scalar(select(Answer.author_id).where(Answer.id == number))


def _answer(session: Session, workspace_id: str, giver_id: str, member_id: str, number: int) -> Deed | None:
    """An answer of theirs; raises `LearningError` for who asked without a name, because thanks have one."""
    answer = session.get(Answer, number)
    if answer is None or answer.workspace_id != workspace_id or answer.author_id != member_id:
        return None
    question = session.get_one(Question, answer.question_id)
    if question.state == "removed" or answer.deleted_at is not None:
        return None
    if question.anonymous and question.asker_id == giver_id:
        raise LearningError(
            "You asked this without your name, and thanks would show it. If you don't mind, type /kudos."
        )
    topics = tuple(name for _, name in tags.of_question(session, question.id))
    return Deed(f"for answering “{words.shorten(question.text, TITLE)}”", question.channel_id, topics)


WANTS = Wants(names.Signals.QUESTIONS, Shelf.ASK, _pairs, _asked)
KNOWS = Knows(names.Signals.ANSWERS, Shelf.ASK, _accepted, MOST, _why)
DOINGS = Doings(_replies, {"answered": None, "accepted": _author})
THANKABLE = Thankable(names.Signals.THANKABLE, _answer)
