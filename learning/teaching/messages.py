"""Kinds of messages about teaching: whom each names, and what it is about."""

from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.sockets.messages import NOBODY, MessageKind
from learning.teaching import introductions, names
from storage.models.outbox import Outbox
from storage.models.teaching import Request


def _topic(session: Session, row: Outbox) -> str:
    request = session.get(Request, row.subject_id)
    return topics.tag_of(session, request.subject_id) if request else ""


MESSAGES = (
    MessageKind(names.UNDERSTUDY, NOBODY, _topic),
    MessageKind(names.HELLO, introductions.told_of, shared=True),
)
