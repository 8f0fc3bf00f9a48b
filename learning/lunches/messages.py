"""Kinds of messages about lunches: whom each names, and what it is about."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from learning.core import log, topics
from learning.core import names as common
from learning.core.sockets.messages import FILE, NOBODY, MessageKind
from learning.core.whose import Whose
from learning.lunches import names
from learning.workspace import channels
from storage.models.lunches import Feedback, Lunch, LunchNote
from storage.models.outbox import Outbox
from storage.models.questions import Question, QuestionTopic
from storage.models.teaching import Request


def _hosted(whose: Whose) -> Select[int]:
    """Lunches that they host, or once did."""
    once = log.about(whose, "lunch", names.Verbs.PROPOSED, common.Verbs.TOOK_OVER)
    return select(Lunch.id).where(
        Lunch.workspace_id == whose.workspace_id, or_(Lunch.host_id == whose.id, Lunch.id.in_(once))
    )


def _notes(whose: Whose) -> Select[int]:
    return whose.rows(LunchNote, LunchNote.author_id)


def _opinions(whose: Whose) -> Select[int]:
    return whose.rows(Feedback, Feedback.member_id, number=Feedback.lunch_id)


def _wanted(whose: Whose) -> Select[int]:
    """Whoever is asked to host a topic reads what is asked about it."""
    asked = whose.rows(Question, Question.asker_id)
    about = select(QuestionTopic.topic_id).where(QuestionTopic.question_id.in_(asked))
    return select(Request.id).where(
        Request.workspace_id == whose.workspace_id,
        Request.kind == names.Requests.HOST,
        Request.subject_id.in_(about),
    )


def _lunch(session: Session, row: Outbox) -> str:
    return _title(session, row.subject_id)


def _note(session: Session, row: Outbox) -> str:
    note = session.get(LunchNote, row.subject_id)
    return _title(session, note.lunch_id) if note else ""


def _title(session: Session, number: int) -> str:
    lunch = session.get(Lunch, number)
    return lunch.title if lunch and channels.is_public(session, lunch.workspace_id, lunch.channel_id) else ""


def _request(session: Session, row: Outbox) -> str:
    request = session.get(Request, row.subject_id)
    return topics.tag_of(session, request.subject_id) if request else ""


def _topic(session: Session, row: Outbox) -> str:
    return topics.tag_of(session, row.subject_id)


MESSAGES = (
    MessageKind(names.CARD, _hosted, _lunch),
    MessageKind(names.STUCK, NOBODY, _lunch),
    MessageKind(names.OFFER, NOBODY, _lunch),
    MessageKind(names.SEAT, NOBODY, _lunch),
    MessageKind(names.DAY, _hosted, _lunch),
    MessageKind(names.SOON, _hosted, _lunch),
    MessageKind(names.CHANGED, _hosted, _lunch),
    MessageKind(names.CANCELLED, _hosted, _lunch),
    MessageKind(names.NOTE, _notes, _note),
    MessageKind(names.ORPHAN, _hosted, _lunch),
    MessageKind(names.RECORDING, NOBODY, _lunch),
    MessageKind(names.ROLL, NOBODY, _lunch),
    MessageKind(names.THERE, _hosted, _lunch),
    MessageKind(names.USED, NOBODY, _lunch),
    MessageKind(names.FEEDBACK, _opinions, _lunch),
    MessageKind(names.CALENDAR, FILE, _lunch),
    MessageKind(names.WITHDRAWN, FILE, _lunch),
    MessageKind(names.AGAIN, NOBODY, _lunch),
    MessageKind(names.HOST_WANTED, _wanted, _request),
    MessageKind(names.UNMET, NOBODY, _topic),
    MessageKind(names.ANNOUNCED, NOBODY, _lunch),
)
