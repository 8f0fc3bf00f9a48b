"""Answers: the replies in a question's thread, and the one that its asker accepted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import knowledge, people, questions, words, workspaces
from learning.errors import Gone, NotAllowed, NotYet
from storage import activities, outbox
from storage.dialect import insert_new
from storage.models import Answer, Follow, Question, Workspace


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


@dataclass(frozen=True, slots=True)
class Accepted:
    """A question and the answer that was accepted for it; `fresh` is False when it was accepted before."""

    question_id: int
    text: str
    link: str
    reply: Reply
    fresh: bool


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
    Raises `NotYet` when the thread may belong to a card that was posted but is not on record yet.
    """
    question = questions.by_message(session, workspace_id, channel_id, thread_ts)
    if question is None:
        _maybe_not_yet(session, workspace_id, channel_id, parent_id)
        return None
    if people.get(session, workspace_id, author_id).is_bot:
        return None
    said = words.plain(text)
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
    outbox.refresh(session, workspace_id, questions.card_key(question.id), at=at)
    if author_id != question.asker_id and question.state == "open":
        key = check_key(question.id, question.checks)
        outbox.say(session, workspace_id, key, "questions.check", question.id, question.asker_id, at=at)
    return answer.id


def edited(
    session: Session, workspace_id: str, *, channel_id: str, ts: str, text: str, at: datetime
) -> int | None:
    """A reply was edited: the newest words count, whatever order they arrive in."""
    answer = by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at or (answer.edited_at and answer.edited_at >= at):
        return None
    said = words.plain(text)
    if said == answer.text:
        return None
    answer.text, answer.edited_at = said, at
    session.flush()
    question = session.get_one(Question, answer.question_id)
    log(session, question, answer.author_id, "edited", answer.id, at)
    _changed(session, question, at)
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
        _reopen(question)
    _changed(session, question, at)
    return answer.id


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
        log(session, question, member_id, "accepted", answer.id, at)
        _changed(session, question, at)
        _tell(session, question, answer, member_id, at)
    return Accepted(
        question.id, question.text, _card_link(session, question), _reply(session, question, answer), fresh
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
    answer = by_message(session, workspace_id, channel_id, ts)
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
    answer = by_message(session, workspace_id, channel_id, ts)
    if answer is None or answer.deleted_at:
        return False
    return withdraw(session, workspace_id, member_id, answer.id, at=at)


def withdraw(session: Session, workspace_id: str, member_id: str, answer_id: int, *, at: datetime) -> bool:
    """Whoever accepted a reply with ✅ took it away: it is open again. False when it was not theirs."""
    answer, question = _pair(session, workspace_id, answer_id)
    mine = question.accepted_by == member_id and question.accepted_how == "reaction"
    if question.accepted_answer_id != answer.id or not mine:
        return False
    _reopen(question)
    session.flush()
    log(session, question, member_id, "withdrew", answer.id, at)
    _changed(session, question, at)
    return True


def reopen(session: Session, workspace_id: str, member_id: str, question_id: int, *, at: datetime) -> bool:
    """The asker or a facilitator opens an answered question again. False when it was open already."""
    question = questions.get(session, workspace_id, question_id)
    may_accept(session, question, member_id)
    if question.state != "answered":
        return False
    answer_id = question.accepted_answer_id or 0
    _reopen(question)
    session.flush()
    log(session, question, member_id, "reopened", answer_id, at)
    _changed(session, question, at)
    return True


def not_yet(session: Session, workspace_id: str, member_id: str, question_id: int, *, at: datetime) -> None:
    """The replies so far did not answer it: the asker is asked again after the next one."""
    question = questions.get(session, workspace_id, question_id)
    may_accept(session, question, member_id)
    key = check_key(question.id, question.checks)
    question.checks += 1
    session.flush()
    log(session, question, member_id, "not_yet", question.accepted_answer_id or 0, at)
    outbox.refresh(session, workspace_id, key, at=at)


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
        link=_card_link(session, question),
        state=question.state,
        stale=round_number < question.checks,
        replies=tuple(_reply(session, question, row) for row in reversed(rows)),
        accepted=_reply(session, question, accepted) if accepted else None,
    )


def accepted(session: Session, answer_id: int) -> Accepted | None:
    """The acceptance that followers are told of; None when it does not stand any more."""
    answer = session.get_one(Answer, answer_id)
    question = session.get_one(Question, answer.question_id)
    if question.accepted_answer_id != answer.id:
        return None
    return Accepted(
        question.id, question.text, _card_link(session, question), _reply(session, question, answer), True
    )


def by_message(session: Session, workspace_id: str, channel_id: str, ts: str) -> Answer | None:
    """The answer that is this message."""
    return session.scalars(
        select(Answer).where(
            Answer.workspace_id == workspace_id, Answer.channel_id == channel_id, Answer.ts == ts
        )
    ).first()


def may_accept(session: Session, question: Question, member_id: str) -> None:
    """Raises `NotAllowed`, in words that say who may, unless it is the asker or a facilitator."""
    member = people.acting(session, question.workspace_id, member_id)
    if member_id == question.asker_id or member.facilitates:
        return
    asker = "the person" if question.anonymous else _name(session, question)
    raise NotAllowed(f"Only {asker} who asked, or a facilitator, can say which reply answers this question.")


def check_key(question_id: int, round_number: int) -> str:
    """The outbox key of the n-th "Did this answer it?" about a question."""
    return f"questions.check:{question_id}:{round_number}"


def log(session: Session, question: Question, actor: str, verb: str, answer_id: int, at: datetime) -> None:
    """Logs what was done about an answer; an anonymous asker stays someone, except in the open thread."""
    hidden = (
        question.anonymous and actor == question.asker_id and verb not in ("answered", "edited", "deleted")
    )
    activities.record(
        session, question.workspace_id, None if hidden else actor, verb, ("answer", answer_id), at=at
    )


def _tell(session: Session, question: Question, answer: Answer, by: str, at: datetime) -> None:
    """Owes the news to those who follow, to whoever answered and to whoever asked, but not to who did it."""
    followers = session.scalars(select(Follow.member_id).where(Follow.question_id == question.id))
    for member_id in sorted({*followers, answer.author_id, question.asker_id} - {by}):
        outbox.say(
            session,
            question.workspace_id,
            f"questions.accepted:{answer.id}:{member_id}",
            "questions.accepted",
            answer.id,
            member_id,
            at=at,
        )


def _changed(session: Session, question: Question, at: datetime) -> None:
    """The card, the asker's private message and the search index say what is true now."""
    knowledge.index(session, question)
    outbox.refresh(session, question.workspace_id, questions.card_key(question.id), at=at)
    outbox.refresh(session, question.workspace_id, check_key(question.id, question.checks), at=at)


def _reopen(question: Question) -> None:
    question.state, question.answered_at = "open", None
    question.accepted_answer_id = question.accepted_by = question.accepted_how = None


def _maybe_not_yet(session: Session, workspace_id: str, channel_id: str, parent_id: str | None) -> None:
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
        raise NotYet("a card in this channel is not on record yet")


def _pair(session: Session, workspace_id: str, answer_id: int) -> tuple[Answer, Question]:
    answer = session.get(Answer, answer_id)
    if answer is None or answer.workspace_id != workspace_id or answer.deleted_at:
        raise Gone("That reply isn't there any more. Pick another one from the thread.")
    return answer, questions.get(session, workspace_id, answer.question_id)


def _reply(session: Session, question: Question, answer: Answer) -> Reply:
    link = workspaces.link(session, question.workspace_id, answer.channel_id, answer.ts, question.message_ts)
    return Reply(answer.id, answer.author_id, answer.text, link)


def _card_link(session: Session, question: Question) -> str:
    if not question.message_ts:
        return ""
    return workspaces.link(session, question.workspace_id, question.channel_id, question.message_ts)


def _name(session: Session, question: Question) -> str:
    return people.get(session, question.workspace_id, question.asker_id).name or "the person"
