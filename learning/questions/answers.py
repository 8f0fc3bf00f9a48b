"""Answers: the replies in a question's thread, and the one that its asker accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.core import names as common
from learning.core.sockets.threads import Awaited, Reply
from learning.questions import escalation, experts, keys, knowledge, names
from learning.workspace import people, workspaces
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.base import NOBODY
from storage.models.questions import Answer, Question
from storage.outbox import outbox


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """One answer as others may read it."""

    answer_id: int
    author_id: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the private "Did this answer it?" shows; `stale` once the asker said "not yet" to it."""

    question_id: int
    text: str
    link: str
    state: str
    stale: bool
    replies: tuple[AnswerFacts, ...]
    accepted: AnswerFacts | None
    anonymous: bool = False
    asker_id: str = ""


def heard(session: Session, workspace_id: str, question_id: int, reply: Reply) -> int | None:
    """Someone replied in a question's thread; the answer's id, None where it is none."""
    question, at = session.get_one(Question, question_id), reply.spoken_at
    if people.get(session, workspace_id, reply.author_id).is_bot:
        return None
    if experts.refers(session, question, reply.author_id, reply.text, at=at):
        return None
    said = people.spoken(session, workspace_id, reply.text)
    fresh = insert_new(
        session,
        Answer,
        workspace_id=workspace_id,
        question_id=question.id,
        author_id=reply.author_id,
        channel_id=reply.channel_id,
        ts=reply.ts,
        text=said,
        answered_at=at,
    )
    answer = by_message(session, workspace_id, reply.channel_id, reply.ts)
    assert answer is not None
    if not fresh:
        return answer.id
    log(session, question, reply.author_id, names.Verbs.ANSWERED, answer.id, at)
    knowledge.index(session, question)
    outbox.refresh(session, workspace_id, keys.card(question.id), at=at)
    if reply.author_id != question.asker_id:
        escalation.stop(session, question, at=at)
    if reply.author_id != question.asker_id and question.state == "open":
        key = keys.check(question.id, question.checks)
        outbox.say(session, workspace_id, key, names.CHECK, question.id, question.asker_id, at=at)
    return answer.id


def edited(
    session: Session, workspace_id: str, question_id: int, reply: Reply, *, at: datetime
) -> int | None:
    """A reply was edited: the newest words count, in whatever order they arrive."""
    heard(session, workspace_id, question_id, reply)
    answer = by_message(session, workspace_id, reply.channel_id, reply.ts)
    if answer is None or answer.deleted_at or answer.author_id == NOBODY:
        return None
    if answer.edited_at and answer.edited_at >= at:
        return None
    said = people.spoken(session, workspace_id, reply.text)
    if said == answer.text:
        return None
    answer.text, answer.edited_at = said, at
    session.flush()
    question = session.get_one(Question, answer.question_id)
    log(session, question, answer.author_id, common.Verbs.EDITED, answer.id, at)
    changed(session, question, at)
    return answer.id


def deleted(session: Session, workspace_id: str, channel_id: str, ts: str, *, at: datetime) -> int | None:
    """A reply was deleted: its words go; a question that it had answered is open again."""
    answer = by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at:
        return None
    answer.text, answer.deleted_at = "", at
    session.flush()
    question = session.get_one(Question, answer.question_id)
    log(session, question, answer.author_id, names.Verbs.DELETED, answer.id, at)
    if question.accepted_answer_id == answer.id:
        unanswer(question)
    changed(session, question, at)
    return answer.id


def awaited(session: Session, workspace_id: str, *, since: datetime, limit: int = 100) -> tuple[Awaited, ...]:
    """The threads of questions still open and asked `since`, newest first."""
    newest = (
        select(func.max(Answer.ts))
        .where(Answer.question_id == Question.id)
        .correlate(Question)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Question.channel_id, Question.message_ts, func.coalesce(newest, Question.message_ts))
        .where(
            Question.workspace_id == workspace_id,
            Question.state == "open",
            Question.message_ts.is_not(None),
            Question.asked_at >= since,
        )
        .order_by(Question.id.desc())
        .limit(limit)
    )
    return tuple(Awaited(channel_id, card or "", last) for channel_id, card, last in rows)


def check(session: Session, question_id: int, round_number: int) -> Check:
    """What the private "Did this answer it?" of one round shows now."""
    question = session.get_one(Question, question_id)
    rows = session.scalars(
        select(Answer)
        .where(Answer.counts_for(question))
        .order_by(Answer.answered_at.desc(), Answer.id.desc())
        .limit(3)
    ).all()
    accepted = session.get(Answer, question.accepted_answer_id) if question.accepted_answer_id else None
    return Check(
        question_id=question.id,
        text=question.text,
        link=card_link(session, question),
        state=question.state,
        stale=round_number < question.checks,
        replies=tuple(reply(session, question, row) for row in reversed(rows)),
        accepted=reply(session, question, accepted) if accepted else None,
        anonymous=question.anonymous,
        asker_id=question.asker_id,
    )


def by_message(session: Session, workspace_id: str, channel_id: str, ts: str) -> Answer | None:
    """The answer that is this message."""
    return session.scalars(
        select(Answer).where(
            Answer.workspace_id == workspace_id, Answer.channel_id == channel_id, Answer.ts == ts
        )
    ).first()


def log(session: Session, question: Question, actor: str, verb: str, answer_id: int, at: datetime) -> None:
    """Logs what was done about an answer; an anonymous asker stays someone, except in the open thread."""
    hidden = (
        question.anonymous
        and actor == question.asker_id
        and verb not in (names.Verbs.ANSWERED, common.Verbs.EDITED, names.Verbs.DELETED)
    )
    activity_log.record(
        session, question.workspace_id, None if hidden else actor, verb, ("answer", answer_id), at=at
    )


def changed(session: Session, question: Question, at: datetime) -> None:
    """The card, the asker's private message and the search index say what is true now."""
    knowledge.index(session, question)
    outbox.refresh(session, question.workspace_id, keys.card(question.id), at=at)
    outbox.refresh(session, question.workspace_id, keys.check(question.id, question.checks), at=at)


def unanswer(question: Question) -> None:
    """Nothing answers it now."""
    question.state, question.answered_at = "open", None
    question.accepted_answer_id = question.accepted_by = question.accepted_how = None


def is_owed(session: Session, workspace_id: str, channel_id: str) -> bool:
    """Whether a card may be posted in a channel and not be on record yet."""
    owed = select(Question.id).where(
        Question.workspace_id == workspace_id,
        Question.channel_id == channel_id,
        Question.state == "open",
        Question.message_ts.is_(None),
    )
    return session.scalars(owed.limit(1)).first() is not None


def reply(session: Session, question: Question, answer: Answer) -> AnswerFacts:
    """An answer as others may read it."""
    link = workspaces.link(session, question.workspace_id, answer.channel_id, answer.ts, question.message_ts)
    return AnswerFacts(answer.id, answer.author_id, answer.text, link)


def card_link(session: Session, question: Question) -> str:
    """Where a question's card can be read; empty before it is posted."""
    if not question.message_ts:
        return ""
    return workspaces.link(session, question.workspace_id, question.channel_id, question.message_ts)
