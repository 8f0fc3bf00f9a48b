"""Answers: the replies in a question's thread, and the one that its asker accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.core.errors import RetryLater
from learning.questions import escalation, experts, keys, knowledge, questions
from learning.workspace import people, workspaces
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.base import NOBODY
from storage.models.questions import Answer, Question
from storage.models.workspace import Workspace
from storage.outbox import outbox


@dataclass(frozen=True, slots=True)
class Reply:
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
    replies: tuple[Reply, ...]
    accepted: Reply | None
    anonymous: bool = False
    asker_id: str = ""


def heard(
    session: Session,
    workspace_id: str,
    *,
    channel_id: str,
    thread_ts: str,
    ts: str,
    author_id: str,
    text: str,
    parent_id: str | None = None,
    at: datetime,
) -> int | None:
    """Someone replied in a thread: in a question's it is an answer, elsewhere it is nobody's business.

    `text` is Slack's markup, `at` the reply's own instant. Returns the answer's id, None where there is none.
    Raises `RetryLater` when the thread may belong to a card that was posted but is not on record yet.
    """
    question = questions.by_message(session, workspace_id, channel_id, thread_ts)
    if question is None:
        maybe_not_yet(session, workspace_id, channel_id, parent_id)
        return None
    if people.get(session, workspace_id, author_id).is_bot:
        return None
    if experts.refers(session, question, author_id, text, at=at):
        return None
    said = people.spoken(session, workspace_id, text)
    fresh = insert_new(
        session,
        Answer,
        workspace_id=workspace_id,
        question_id=question.id,
        author_id=author_id,
        channel_id=channel_id,
        ts=ts,
        text=said,
        answered_at=at,
    )
    answer = by_message(session, workspace_id, channel_id, ts)
    assert answer is not None
    if not fresh:
        return answer.id
    log(session, question, author_id, "answered", answer.id, at)
    knowledge.index(session, question)
    outbox.refresh(session, workspace_id, keys.card(question.id), at=at)
    if author_id != question.asker_id:
        escalation.stop(session, question, at=at)
    if author_id != question.asker_id and question.state == "open":
        key = keys.check(question.id, question.checks)
        outbox.say(session, workspace_id, key, "questions.check", question.id, question.asker_id, at=at)
    return answer.id


def edited(
    session: Session,
    workspace_id: str,
    *,
    channel_id: str,
    thread_ts: str,
    ts: str,
    author_id: str,
    text: str,
    spoken_at: datetime,
    at: datetime,
) -> int | None:
    """A reply was edited: the newest words count, in whatever order they arrive."""
    heard(
        session,
        workspace_id,
        channel_id=channel_id,
        thread_ts=thread_ts,
        ts=ts,
        author_id=author_id,
        text=text,
        at=spoken_at,
    )
    answer = by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at or answer.author_id == NOBODY:
        return None
    if answer.edited_at and answer.edited_at >= at:
        return None
    said = people.spoken(session, workspace_id, text)
    if said == answer.text:
        return None
    answer.text, answer.edited_at = said, at
    session.flush()
    question = session.get_one(Question, answer.question_id)
    log(session, question, answer.author_id, "edited", answer.id, at)
    changed(session, question, at)
    return answer.id


def deleted(session: Session, workspace_id: str, *, channel_id: str, ts: str, at: datetime) -> int | None:
    """A reply was deleted: its words go; a question that it had answered is open again."""
    answer = by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at:
        return None
    answer.text, answer.deleted_at = "", at
    session.flush()
    question = session.get_one(Question, answer.question_id)
    log(session, question, answer.author_id, "deleted", answer.id, at)
    if question.accepted_answer_id == answer.id:
        unanswer(question)
    changed(session, question, at)
    return answer.id


def awaited(
    session: Session, workspace_id: str, *, since: datetime, limit: int = 100
) -> tuple[tuple[str, str, str], ...]:
    """Channel, card and newest heard reply of the questions still open and asked `since`, newest first."""
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
    return tuple((channel_id, card or "", last) for channel_id, card, last in rows)


def check(session: Session, question_id: int, round_number: int) -> Check:
    """What the private "Did this answer it?" of one round shows now."""
    question = session.get_one(Question, question_id)
    rows = session.scalars(
        select(Answer)
        .where(
            Answer.question_id == question.id,
            Answer.deleted_at.is_(None),
            Answer.author_id != question.asker_id,
        )
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
        question.anonymous and actor == question.asker_id and verb not in ("answered", "edited", "deleted")
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


def maybe_not_yet(session: Session, workspace_id: str, channel_id: str, parent_id: str | None) -> None:
    """Raises `RetryLater` when a reply's thread may belong to a card that was posted but is not on record."""
    workspace = session.get(Workspace, workspace_id)
    if workspace is None or parent_id != workspace.bot_user_id:
        return
    owed = session.scalars(
        select(Question.id)
        .where(
            Question.workspace_id == workspace_id,
            Question.channel_id == channel_id,
            Question.state == "open",
            Question.message_ts.is_(None),
        )
        .limit(1)
    ).first()
    if owed is not None:
        raise RetryLater("a card in this channel is not on record yet")


def reply(session: Session, question: Question, answer: Answer) -> Reply:
    """An answer as others may read it."""
    link = workspaces.link(session, question.workspace_id, answer.channel_id, answer.ts, question.message_ts)
    return Reply(answer.id, answer.author_id, answer.text, link)


def card_link(session: Session, question: Question) -> str:
    """Where a question's card can be read; empty before it is posted."""
    if not question.message_ts:
        return ""
    return workspaces.link(session, question.workspace_id, question.channel_id, question.message_ts)
