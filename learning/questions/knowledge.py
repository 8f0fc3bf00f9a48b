"""What is known already: questions found again by their words, with the answers that were accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.sockets.privacy import TAKEN_BACK
from learning.questions import tags
from learning.workspace import workspaces
from storage import search
from storage.engine.compiled import run
from storage.engine.dialect import among, is_postgres, listed
from storage.models.questions import Answer, Question
from storage.search import Entry

ALIKE = 0.6
"""From this likeness on, two questions are taken to mean the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question that was asked before; `answer` is its accepted answer's text, if it has one."""

    question_id: int
    text: str
    state: str
    link: str
    answer: str | None = None
    answer_author_id: str | None = None
    answer_link: str | None = None
    answers: int = 0


def similar(
    session: Session, workspace_id: str, text: str, *, here: str, limit: int = 3
) -> tuple[Known, ...]:
    """Answered questions that mean the same, likest first, among those that whoever is `here` may read.

    Likeness is the Dice coefficient of their terms; two questions of a and b terms reach 0.6 only if they
    share 3a/7 of a's, which is what the full-text index is asked for.
    """
    own = words.terms(text)
    if not own:
        return ()
    least = max(min(2, len(own)), -(-3 * len(own) // 7))
    rows = search.alike(session, own, least=least, limit=1000)
    ranked = sorted(((words.likeness(own, theirs), number) for number, theirs in rows), reverse=True)
    likely = [number for likeness, number in ranked if likeness >= ALIKE]
    shown = search.answered(session, likely, here=here, workspace_id=workspace_id)
    return list_known(session, workspace_id, [number for number in likely if number in shown][:limit])


def find(session: Session, workspace_id: str, text: str, *, here: str, limit: int = 8) -> tuple[Known, ...]:
    """Questions that hold these words, best first, among those that whoever is `here` may read."""
    numbers = search.search(session, words.terms(text), here=here, workspace_id=workspace_id, limit=limit)
    return list_known(session, workspace_id, numbers)


def index(session: Session, *questions: Question) -> None:
    """Makes questions findable by their words, their details and their answers as they are now."""
    numbers = [question.id for question in questions]
    replies: dict[int, list[str]] = {number: [] for number in numbers}
    said = select(Answer.question_id, Answer.text).where(
        Answer.question_id.in_(numbers), Answer.deleted_at.is_(None)
    )
    for number, reply in session.execute(said.order_by(Answer.id)):
        replies[number].append(reply)
    tagged = tags.of_questions(session, numbers)
    search.index(
        session,
        *(
            Entry(
                one.id,
                words.terms("" if one.text == TAKEN_BACK else one.text),
                words.terms(besides(one, tagged[one.id])),
                words.terms(" ".join(replies[one.id]))[:500],
            )
            for one in questions
        ),
    )


def besides(question: Question, topic_names: Iterable[str]) -> str:
    """What a question is found by besides its own words: its details and its topics."""
    return f"{question.details} {' '.join(name.replace('-', ' ') for name in topic_names)}"


def list_known(session: Session, workspace_id: str, numbers: Sequence[int]) -> tuple[Known, ...]:
    """These questions with their accepted answers, in the order given."""
    if not numbers:
        return ()
    found = {}
    for row in run(session, _LOOK[is_postgres(session)], {"numbers": listed(session, numbers)}):
        link = answer_link = ""
        if row.message_ts:
            link = workspaces.link(session, workspace_id, row.channel_id, row.message_ts)
        if row.answer is not None and row.message_ts:
            answer_link = workspaces.link(
                session, workspace_id, row.answer_channel_id, row.answer_ts, row.message_ts
            )
        found[row.id] = Known(
            question_id=row.id,
            text=row.text,
            state=row.state,
            link=link,
            answer=row.answer,
            answer_author_id=row.answer_author_id,
            answer_link=answer_link or None,
            answers=row.answers,
        )
    return tuple(found[number] for number in numbers)


_LOOK = {
    postgres: sql(
        f"""
        SELECT q.id, q.text, q.state, q.channel_id, q.message_ts, a.text AS answer,
            a.author_id AS answer_author_id, a.channel_id AS answer_channel_id, a.ts AS answer_ts,
            (SELECT count(*) FROM answers r WHERE r.question_id = q.id AND r.deleted_at IS NULL) AS answers
        FROM questions q LEFT JOIN answers a ON a.id = q.accepted_answer_id
        WHERE {among("q.id", "numbers", postgres)}
        """
    )
    for postgres in (False, True)
}
