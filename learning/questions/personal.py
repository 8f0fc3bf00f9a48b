"""What questions hold about people: what they asked and replied, and who follows."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import and_, case, exists, null, or_, select, update
from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import ANONYMISE, DELETE, TAKEN_BACK, PersonalColumn, Privacy, whole
from learning.questions import knowledge
from storage import search
from storage.models.questions import Answer, Follow, Question, QuestionTopic, Search

UNASKED = ("draft", "deflected")
"""States of a question that was typed and never asked."""


def take_back(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> Callable[[], None]:
    """Somebody's data is deleted: the questions that nobody else replied to are closed.

    Afterwards their questions with others' replies, and others' with theirs, are to be found by fewer words.
    """
    others = exists().where(
        Answer.question_id == Question.id, Answer.author_id != member_id, Answer.deleted_at.is_(None)
    )
    mine = Question.workspace_id == workspace_id, Question.asker_id == member_id
    alone = session.scalars(select(Question.id).where(*mine, Question.state != "removed", ~others)).all()
    for part in _parts(alone):
        session.execute(update(Question).where(Question.id.in_(part)).values(state="removed"))
    search.remove(session, *alone)
    session.execute(update(Question).where(*mine).values(source_link=None))
    replied = select(Answer.question_id).where(
        Answer.workspace_id == workspace_id, Answer.author_id == member_id
    )
    left = session.scalars(
        select(Question.id)
        .where(
            Question.workspace_id == workspace_id,
            Question.state.in_(("open", "answered")),
            or_(Question.asker_id == member_id, Question.id.in_(replied)),
        )
        .order_by(Question.id)
    ).all()
    return partial(_index, session, left)


def empty_unasked(session: Session, workspace_id: str, *, before: datetime, limit: int) -> int:
    """Empties what was typed before then (UTC) and never asked; returns how many there were."""
    old = session.scalars(
        select(Question.id)
        .where(
            Question.workspace_id == workspace_id,
            Question.state.in_(UNASKED),
            Question.asked_at < before,
            Question.text != "",
        )
        .limit(limit)
    ).all()
    emptied = update(Question).where(Question.id.in_(old)).values(text="", details="", source_link=None)
    session.execute(emptied)
    return len(old)


def _index(session: Session, numbers: Sequence[int]) -> None:
    for part in _parts(numbers):
        knowledge.index(session, *session.scalars(select(Question).where(Question.id.in_(part))))


def _parts(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


_BY_ASKER = and_(Question.anonymous, Question.accepted_by == Question.asker_id)
PRIVACY = Privacy(
    shelf=Shelf.ASK,
    columns=(
        PersonalColumn(
            "questions",
            Question,
            "asker_id",
            ANONYMISE,
            words={"text": TAKEN_BACK, "details": ""},
            known=True,
            flags={"anonymous": True},
            keys=("request_key",),
            age="asked_at",
        ),
        PersonalColumn(
            "accepted_for_others",
            Question,
            "accepted_by",
            ANONYMISE,
            age="answered_at",
            besides="asker_id",
        ),
        PersonalColumn(
            "answers", Answer, "author_id", ANONYMISE, words={"text": ""}, known=True, age="answered_at"
        ),
        PersonalColumn("follows", Follow, "member_id", DELETE),
    ),
    exports=(
        whole(
            Question,
            {"request_key", "checks"},
            instead={
                "asker_id": case((Question.anonymous, null()), else_=Question.asker_id),
                "accepted_by": case((_BY_ASKER, null()), else_=Question.accepted_by),
            },
        ),
        whole(QuestionTopic),
        whole(Answer),
        whole(Follow),
    ),
    unexported=(Search,),
    erase=(take_back,),
    expire=(empty_unasked,),
)
