"""Kinds of messages about people's roles, and whom each names."""

from sqlalchemy import Select

from learning.core.sockets.messages import MessageKind
from learning.core.whose import Whose
from learning.workspace import names
from storage.models.workspace import Change


def _appointed(whose: Whose) -> Select[int]:
    """Roles that they gave or took back."""
    return whose.rows(Change, Change.actor_id)


MESSAGES = (MessageKind(names.ROLE, _appointed),)
