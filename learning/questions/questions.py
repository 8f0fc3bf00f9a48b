"""Questions: asked, matched with what is known already, followed, found again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from learning.core import names as common
from learning.core import topics, words
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.questions import escalation, keys, knowledge, names, tags
from learning.questions.escalation import Progress
from learning.workspace import people, workspaces
from storage import activity_log, search
from storage.engine.batch import in_one_go
from storage.engine.compiled import run
from storage.engine.dialect import insert_for, is_postgres
from storage.models.questions import Follow, Question
from storage.outbox import outbox
from storage.search import Entry

LONGEST = 250
"""Characters of a question; what goes on is its details."""
LONGEST_DETAILS = 3000
_FOLLOWERS = select(func.count()).select_from(Follow).where(Follow.question_id == Question.id)
_CARD = select(
    Question.id,
    Question.workspace_id,
    Question.text,
    Question.details,
    Question.asker_id,
    Question.anonymous,
    Question.state,
    Question.source_link,
    _FOLLOWERS.correlate(Question).scalar_subquery().label("followers"),
).where(Question.id == bindparam("question"))
_POSTED = (
    update(Question)
    .where(Question.id == bindparam("question"))
    .values(message_ts=bindparam("ts"))
    .returning(Question.workspace_id)
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in its asker's words, checked and cleaned; `topics` are normalised names."""

    text: str
    details: str = ""
    topics: tuple[str, ...] = ()
    anonymous: bool = False
    source_link: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a question: `state` is open, or draft while its asker looks at what is known already."""

    question_id: int
    state: str
    channel_id: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What a question's card shows; `asker_id` is None when it was asked anonymously."""

    question_id: int
    text: str
    details: str
    asker_id: str | None
    topics: tuple[str, ...]
    state: str
    answers: int
    followers: int
    source_link: str | None
    answer: str | None = None
    answer_author_id: str | None = None
    answer_link: str | None = None
    search: Progress = field(default_factory=Progress)


def word(
    text: str,
    details: str = "",
    *,
    named: Sequence[str] = (),
    anonymous: bool = False,
    source_link: str | None = None,
) -> Wording:
    """Checks a question's words. A long one keeps its beginning as the question and all of it as details.

    Raises `LearningError` at `question`, `details` or `topics` for what cannot be asked.
    """
    text, details = words.clean(text), words.clean(details)
    if not text:
        raise LearningError("What would you like to know? Write a question first.", field="question")
    if len(text) > LONGEST_DETAILS or len(text) + len(details) > LONGEST + LONGEST_DETAILS:
        raise LearningError(
            f"That is {len(text) + len(details):,} characters; a question has room for "
            f"{LONGEST_DETAILS:,}. Could you ask it in fewer words?",
            field="question",
        )
    if "\n" in text and len(text.split("\n", 1)[0]) <= LONGEST:
        text, rest = text.split("\n", 1)
        details = f"{rest.strip()}\n{details}".strip()
    elif len(text) > LONGEST:
        text, details = words.shorten(text, LONGEST), f"{text}\n{details}".strip()
    bare = topics.without_trailing(text)
    names = topics.merge([[topics.normalise(name) for name in named], topics.in_text(f"{text} {details}")])
    return Wording(bare, details, names, anonymous, source_link)


def ask(
    session: Session,
    workspace_id: str,
    asker_id: str,
    wording: Wording,
    *,
    channel_id: str,
    request_key: str,
    matches: Sequence[int] = (),
    at: datetime,
) -> Asked:
    """Asks a question in a channel; with `matches`, keeps it as a draft until the asker has looked at them.

    `request_key` names the request: the same one again changes nothing and answers the same.
    """
    values = {
        "workspace_id": workspace_id,
        "asker_id": asker_id,
        "anonymous": wording.anonymous,
        "text": wording.text,
        "details": wording.details,
        "source_link": wording.source_link,
        "channel_id": channel_id,
        "state": "draft" if matches else "open",
        "request_key": request_key,
        "asked_at": at,
    }
    number = run(session, _ask((*values,), is_postgres(session)), {**values, "actor_id": asker_id}).scalar()
    if number is None:
        people.acting(session, workspace_id, asker_id)
        same = Question.workspace_id == workspace_id, Question.request_key == request_key
        return outcome(session, session.scalars(select(Question).where(*same)).one())
    question = Question(id=number, **values)
    tagged = topics.of_words(session, workspace_id, wording.topics, f"{wording.text} {wording.details}")
    with in_one_go(session):
        tags.tag(session, workspace_id, number, [topic_id for topic_id, _ in tagged])
        for match in matches:
            log(session, question, names.Verbs.MATCHED, ("question", match), at=at)
        if not matches:
            publish(session, question, tagged, at)
    return outcome(session, question)


@cache
def _ask(names: tuple[str, ...], postgres: bool) -> Any:
    """Writes these of a question, unless its asker cannot act or the request was heard before."""
    rows: Any = Question.__table__
    given = [rows.c[name] for name in names]
    asked = select(*(bindparam(column.name, type_=column.type) for column in given)).where(~people.CANNOT_ACT)
    put = insert_for(Question, postgres).from_select(given, asked).on_conflict_do_nothing()
    return put.returning(rows.c.id)


def stuck(session: Session, question_id: int) -> tuple[Card, Asked]:
    """A question that could not be posted, and what became of it: a link, once it is there."""
    return card(session, question_id), outcome(session, session.get_one(Question, question_id))


def posted(session: Session, question_id: int, message_ts: str, *, at: datetime) -> None:
    """The card stands in its channel: replies in its thread are answers from now on, and somebody who knows
    one is looked for."""
    workspace_id: str = run(session, _POSTED, {"question": question_id, "ts": message_ts}).scalar_one()
    escalation.begin(session, workspace_id, question_id, at=at)
    outbox.refresh(session, workspace_id, outbox.key(names.STUCK, question_id), at=at)


def removed(session: Session, question_id: int, *, at: datetime) -> bool:
    """Someone deleted the card: the question is closed, its words go, and it is no longer found."""
    question = session.get_one(Question, question_id)
    if question.state == "removed":
        return False
    question.state, question.text, question.details = "removed", "", ""
    search.remove(session, question.id)
    log(session, question, common.Verbs.REMOVED, ("question", question.id), at=at, actor=None)
    return True


def unposted(session: Session, question_id: int, *, at: datetime) -> None:
    """The card could not be posted for good: its asker hears why and can try again."""
    question = session.get_one(Question, question_id)
    key = outbox.key(names.STUCK, question.id)
    outbox.say(session, question.workspace_id, key, names.STUCK, question.id, question.asker_id, at=at)


def post_again(
    session: Session, workspace_id: str, asker_id: str, question_id: int, *, at: datetime
) -> Asked:
    """Owes the card again, after whatever kept it from its channel was mended."""
    people.acting(session, workspace_id, asker_id)
    question = get(session, workspace_id, question_id)
    if question.asker_id != asker_id:
        raise NotAllowed("Only the person who asked can post it again.")
    if question.message_ts is None:
        outbox.say(
            session,
            workspace_id,
            keys.card(question.id),
            names.CARD,
            question.id,
            question.channel_id,
            at=at,
        )
    return outcome(session, question)


def card(session: Session, question_id: int) -> Card:
    """What a question's card shows now."""
    question = run(session, _CARD, {"question": question_id}).one()
    known = knowledge.list_known(session, question.workspace_id, [question.id])[0]
    return Card(
        question_id=question.id,
        text=question.text,
        details=question.details,
        asker_id=None if question.anonymous else question.asker_id,
        topics=tuple(name for _, name in tags.of_question(session, question.id)),
        state=question.state,
        answers=known.answers,
        followers=question.followers,
        source_link=question.source_link,
        answer=known.answer,
        answer_author_id=known.answer_author_id,
        answer_link=known.answer_link,
        search=escalation.progress(session, question.id) if question.state == "open" else Progress(),
    )


def get(session: Session, workspace_id: str, question_id: int) -> Question:
    """A question of this workspace; raises `Gone` for what is not there or was removed."""
    question = session.get(Question, question_id)
    if question is None or question.workspace_id != workspace_id or question.state == "removed":
        raise Gone("That question isn't there any more. Type /learn find to look for others.")
    return question


def by_message(session: Session, workspace_id: str, channel_id: str, message_ts: str) -> Question | None:
    """The question whose card is this message."""
    return session.scalars(
        select(Question).where(
            Question.workspace_id == workspace_id,
            Question.channel_id == channel_id,
            Question.message_ts == message_ts,
        )
    ).first()


def publish(session: Session, question: Question, tagged: Sequence[tuple[int, str]], at: datetime) -> None:
    """Makes a question findable, and owes its card to the channel."""
    details = knowledge.besides(question, (name for _, name in tagged))
    search.index(session, Entry(question.id, words.terms(question.text), words.terms(details), ()))
    topic_id = tagged[0][0] if tagged else None
    log(session, question, names.Verbs.ASKED, ("question", question.id), at=at, topic_id=topic_id)
    outbox.say(
        session,
        question.workspace_id,
        keys.card(question.id),
        names.CARD,
        question.id,
        question.channel_id,
        at=at,
    )


def log(
    session: Session,
    question: Question,
    verb: str,
    subject: tuple[str, int],
    *,
    at: datetime,
    topic_id: int | None = None,
    actor: str | None = "",
) -> None:
    """Logs what was done about a question, by its asker unless said otherwise; Someone stays someone."""
    who = question.asker_id if actor == "" else actor
    if question.anonymous and who == question.asker_id:
        who = None
    activity_log.record(session, question.workspace_id, who, verb, subject, topic_id=topic_id, at=at)


def outcome(session: Session, question: Question) -> Asked:
    """What became of a question, and where it stands."""
    link = None
    if question.message_ts:
        link = workspaces.link(session, question.workspace_id, question.channel_id, question.message_ts)
    return Asked(question.id, question.state, question.channel_id, link)
