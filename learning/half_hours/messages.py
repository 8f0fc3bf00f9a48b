"""Kinds of messages about half hours: whom each names, and what it is about."""

from sqlalchemy import Select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.sockets.messages import NOBODY, MessageKind
from learning.core.whose import Whose
from learning.half_hours import names
from storage.models.half_hours import HalfHour
from storage.models.outbox import Outbox


def _both(whose: Whose) -> Select[int]:
    return whose.rows(HalfHour, HalfHour.learner_id, HalfHour.teacher_id)


def _topic(session: Session, row: Outbox) -> str:
    half_hour = session.get(HalfHour, row.subject_id)
    return topics.tag_of(session, half_hour.topic_id) if half_hour else ""


MESSAGES = (
    MessageKind(names.REQUEST, _both, _topic),
    MessageKind(names.TOGETHER, _both, _topic, shared=True),
    MessageKind(names.NONE_LEFT, NOBODY, _topic),
    MessageKind(names.MET, _both, _topic),
)
