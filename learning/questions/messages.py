"""Kinds of messages about questions: whom each names, and what it is about."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from learning.core.sockets.messages import ONES_OWN, About, MessageKind
from learning.core.whose import Whose
from learning.questions import names
from learning.workspace import channels
from storage.models.outbox import Outbox
from storage.models.questions import Answer, Question
from storage.models.teaching import Request


def _asked(whose: Whose) -> Select[int]:
    return whose.rows(Question, Question.asker_id)


def _answered(whose: Whose) -> Select[int]:
    return whose.rows(Answer, Answer.author_id)


def _replied_to(whose: Whose) -> Select[int]:
    return whose.rows(Answer, Answer.author_id, number=Answer.question_id)


def _called(whose: Whose) -> ColumnElement[bool]:
    """Their time was asked for, or somebody else's because they told of them."""
    return and_(
        Request.workspace_id == whose.workspace_id,
        or_(Request.member_id == whose.id, Request.told_by == whose.id),
    )


def _calls(whose: Whose) -> Select[int]:
    return select(Request.id).where(_called(whose))


def _cards(whose: Whose) -> Select[int]:
    """They asked, theirs is the answer, or the card tells that they are asked for help."""
    called = select(Request.subject_id).where(_called(whose), Request.kind == names.Requests.QUESTION)
    return select(Question.id).where(
        Question.workspace_id == whose.workspace_id,
        or_(
            Question.asker_id == whose.id,
            Question.accepted_answer_id.in_(_answered(whose)),
            Question.id.in_(called),
        ),
    )


def _news(whose: Whose) -> Select[int]:
    return select(Answer.id).where(
        Answer.workspace_id == whose.workspace_id,
        or_(Answer.author_id == whose.id, Answer.question_id.in_(_asked(whose))),
    )


def _found_again(whose: Whose) -> Select[int]:
    """Drafts of those whom a question of theirs helped."""
    return select(Question.id).where(
        Question.workspace_id == whose.workspace_id, Question.deflected_to.in_(_asked(whose))
    )


def _question(session: Session, row: Outbox) -> About:
    return _about(session, row.subject_id)


def _request(session: Session, row: Outbox) -> About:
    request = session.get(Request, row.subject_id)
    return _about(session, request.subject_id) if request else About("")


def _about(session: Session, number: int) -> About:
    question = session.get(Question, number)
    if question is None:
        return About("")
    public = channels.is_public(session, question.workspace_id, question.channel_id)
    return About(question.text if public else "", question.asker_id if question.anonymous else "")


MESSAGES = (
    MessageKind(names.CARD, _cards, _question),
    MessageKind(names.CHECK, _replied_to, _question),
    MessageKind(names.ACCEPTED, _news, _question),
    MessageKind(names.THANKS, _found_again, _question),
    MessageKind(names.STUCK, ONES_OWN, _question),
    MessageKind(names.EXPERT, _calls, _request),
    MessageKind(names.WAITING, _asked, _question),
)
