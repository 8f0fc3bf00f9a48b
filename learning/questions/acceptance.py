"""Acceptance: which reply answers a question, who may say so, and who hears of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, NotAllowed
from learning.core.sockets.threads import Reply
from learning.questions import answers, keys, names, questions
from learning.workspace import people
from storage.models.questions import Answer, Follow, Question
from storage.outbox import outbox


@dataclass(frozen=True, slots=True)
class Accepted:
    """A question and the answer that was accepted for it; `fresh` is False when it was accepted before.

    `hidden_id` is who asked without their name, and does nothing that would show it.
    """

    question_id: int
    text: str
    link: str
    reply: answers.AnswerFacts
    fresh: bool
    hidden_id: str | None = None

    def hides(self, member_id: str) -> bool:
        return member_id == self.hidden_id


def accept(
    session: Session, workspace_id: str, member_id: str, answer_id: int, *, how: str, at: datetime
) -> Accepted:
    """The asker or a facilitator accepts a reply, in place of another if there was one.

    `how` is button, shortcut or reaction: taking that reaction away takes the acceptance back.
    Raises `NotAllowed` for anyone else, `Gone` for a reply that was deleted.
    """
    answer, question = _pair(session, workspace_id, answer_id)
    may_accept(session, question, member_id)
    fresh = question.accepted_answer_id != answer.id
    if fresh:
        question.accepted_answer_id = answer.id
        question.accepted_by, question.accepted_how = member_id, how
        question.state, question.answered_at = "answered", at
        session.flush()
        answers.log(session, question, member_id, names.Verbs.ACCEPTED, answer.id, at)
        answers.changed(session, question, at)
        _tell(session, question, answer, member_id, at)
    return Accepted(
        question.id,
        question.text,
        answers.card_link(session, question),
        answers.reply(session, question, answer),
        fresh,
        question.asker_id if question.anonymous else None,
    )


def accept_message(
    session: Session,
    workspace_id: str,
    member_id: str,
    *,
    channel_id: str,
    ts: str,
    how: str,
    at: datetime,
) -> Accepted | None:
    """Someone accepts the reply that is this message; None when it is no reply to a question."""
    answer = answers.by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at:
        return None
    return accept(session, workspace_id, member_id, answer.id, how=how, at=at)


def accept_spoken(
    session: Session,
    workspace_id: str,
    member_id: str,
    *,
    channel_id: str,
    ts: str,
    thread_ts: str | None,
    author_id: str | None,
    text: str,
    spoken_at: datetime,
    at: datetime,
) -> Accepted:
    """Someone accepts a message they were shown; a reply that was never heard of is recorded first.

    Raises `Gone` when it is no reply to a question.
    """
    if thread_ts and thread_ts != ts and author_id:
        reply = Reply(
            channel_id=channel_id,
            thread_ts=thread_ts,
            ts=ts,
            author_id=author_id,
            text=text,
            spoken_at=spoken_at,
        )
        question = questions.by_message(session, workspace_id, channel_id, thread_ts)
        if question is not None:
            answers.heard(session, workspace_id, question.id, reply)
    outcome = accept_message(
        session, workspace_id, member_id, channel_id=channel_id, ts=ts, how="shortcut", at=at
    )
    if outcome is None:
        raise Gone(
            "That message isn't a reply to a question. Open a question's thread and choose a reply there."
        )
    return outcome


def withdraw_message(
    session: Session, workspace_id: str, member_id: str, *, channel_id: str, ts: str, at: datetime
) -> bool:
    """Someone takes ✅ from the reply that is this message."""
    answer = answers.by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at:
        return False
    return withdraw(session, workspace_id, member_id, answer.id, at=at)


def withdraw(session: Session, workspace_id: str, member_id: str, answer_id: int, *, at: datetime) -> bool:
    """Whoever accepted a reply with ✅ took it away: it is open again. False when it was not theirs."""
    people.acting(session, workspace_id, member_id)
    answer, question = _pair(session, workspace_id, answer_id)
    mine = question.accepted_by == member_id and question.accepted_how == "reaction"
    if question.accepted_answer_id != answer.id or not mine:
        return False
    answers.unanswer(question)
    session.flush()
    answers.log(session, question, member_id, names.Verbs.WITHDREW, answer.id, at)
    answers.changed(session, question, at)
    return True


def reopen(session: Session, workspace_id: str, member_id: str, question_id: int, *, at: datetime) -> bool:
    """The asker or a facilitator opens an answered question again. False when it was open already."""
    question = questions.get(session, workspace_id, question_id)
    may_accept(session, question, member_id)
    if question.state != "answered":
        return False
    answer_id = question.accepted_answer_id or 0
    answers.unanswer(question)
    session.flush()
    answers.log(session, question, member_id, names.Verbs.REOPENED, answer_id, at)
    answers.changed(session, question, at)
    return True


def not_yet(session: Session, workspace_id: str, member_id: str, question_id: int, *, at: datetime) -> None:
    """The replies so far did not answer it: the asker is asked again after the next one."""
    question = questions.get(session, workspace_id, question_id)
    may_accept(session, question, member_id)
    key = keys.check(question.id, question.checks)
    question.checks += 1
    session.flush()
    answers.log(session, question, member_id, names.Verbs.NOT_YET, question.accepted_answer_id or 0, at)
    outbox.refresh(session, workspace_id, key, at=at)


def accepted(session: Session, answer_id: int) -> Accepted | None:
    """The acceptance that followers are told of; None when it does not stand any more."""
    answer = session.get_one(Answer, answer_id)
    question = session.get_one(Question, answer.question_id)
    if question.accepted_answer_id != answer.id:
        return None
    return Accepted(
        question.id,
        question.text,
        answers.card_link(session, question),
        answers.reply(session, question, answer),
        True,
        question.asker_id if question.anonymous else None,
    )


def may_accept(session: Session, question: Question, member_id: str) -> None:
    """Raises `NotAllowed`, in words that say who may, unless it is the asker or a facilitator."""
    member = people.acting(session, question.workspace_id, member_id)
    if member_id == question.asker_id or member.facilitates:
        return
    asker = "the person who asked" if question.anonymous else f"{_name(session, question)}, who asked,"
    raise NotAllowed(f"Only {asker} or a facilitator can say which reply answers this question.")


def _tell(session: Session, question: Question, answer: Answer, by: str, at: datetime) -> None:
    """Owes the news to those who follow, to whoever answered and to whoever asked, but not to who did it."""
    followers = session.scalars(select(Follow.member_id).where(Follow.question_id == question.id))
    for member_id in sorted({*followers, answer.author_id, question.asker_id} - {by}):
        outbox.say(
            session,
            question.workspace_id,
            outbox.key(names.ACCEPTED, answer.id, member_id),
            names.ACCEPTED,
            answer.id,
            member_id,
            at=at,
        )


def _pair(session: Session, workspace_id: str, answer_id: int) -> tuple[Answer, Question]:
    answer = session.get(Answer, answer_id)
    if answer is None or answer.workspace_id != workspace_id or answer.deleted_at:
        raise Gone("That reply isn't there any more. Pick another one from the thread.")
    return answer, questions.get(session, workspace_id, answer.question_id)


def _name(session: Session, question: Question) -> str:
    return people.get(session, question.workspace_id, question.asker_id).name or "the person"
