"""Follows: who wants to hear when a question is answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.questions import keys, names, questions
from learning.workspace import people
from storage.engine.compiled import insert_new
from storage.models.questions import Follow
from storage.outbox import outbox


@dataclass(frozen=True, slots=True)
class Following:
    """Whether someone follows a question now, and did before."""

    question_id: int
    text: str
    before: bool


def follow(
    session: Session, workspace_id: str, member_id: str, question_id: int, *, at: datetime
) -> Following:
    """Someone wants to hear when a question is answered; pressed twice, they follow once."""
    people.acting(session, workspace_id, member_id)
    question = questions.get(session, workspace_id, question_id)
    fresh = insert_new(
        session, Follow, question_id=question.id, member_id=member_id, workspace_id=workspace_id, at=at
    )
    if fresh:
        questions.log(
            session, question, names.Verbs.FOLLOWED, ("question", question.id), at=at, actor=member_id
        )
        outbox.refresh(session, workspace_id, keys.card(question.id), at=at)
    return Following(question.id, question.text, before=not fresh)


def unfollow(
    session: Session, workspace_id: str, member_id: str, question_id: int, *, at: datetime
) -> Following:
    """Someone no longer wants to hear of a question."""
    people.acting(session, workspace_id, member_id)
    question = questions.get(session, workspace_id, question_id)
    following = session.get(Follow, (question.id, member_id))
    before = following is not None
    if following is not None:
        session.delete(following)
        session.flush()
        questions.log(
            session, question, names.Verbs.UNFOLLOWED, ("question", question.id), at=at, actor=member_id
        )
        outbox.refresh(session, workspace_id, keys.card(question.id), at=at)
    return Following(question.id, question.text, before)
