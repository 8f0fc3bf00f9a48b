"""Kinds of messages about thanks and badges, and whom each names."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from learning.core.sockets.messages import ONES_OWN, MessageKind
from learning.core.whose import Whose
from learning.kudos import names, thanks
from storage.models.kudos import Kudos
from storage.models.outbox import Outbox


def given_at(whose: Whose) -> Iterable[datetime]:
    """When (UTC) they gave or received thanks, which digests tell of for weeks."""
    return whose.session.scalars(select(Kudos.given_at).where(_theirs(whose)))


def _theirs(whose: Whose) -> ColumnElement[bool]:
    received = Kudos.id.in_(thanks.received(whose.workspace_id, whose.id))
    return and_(Kudos.workspace_id == whose.workspace_id, or_(Kudos.giver_id == whose.id, received))


def _thanks(whose: Whose) -> Select[int]:
    return select(Kudos.id).where(_theirs(whose))


def _applause(whose: Whose) -> Select[int]:
    """What tells of all who applaud one message is about the first of them."""
    first = aliased(Kudos)
    same = and_(
        Kudos.workspace_id == first.workspace_id,
        Kudos.channel_id == first.channel_id,
        Kudos.message_ts == first.message_ts,
    )
    return select(first.id).join(Kudos, same).where(_theirs(whose))


def _roundups(whose: Whose) -> Select[int]:
    """All, one a week: they also name those whose help nobody thanked."""
    return select(Outbox.subject_id).where(
        Outbox.workspace_id == whose.workspace_id, Outbox.kind == names.ROUNDUP
    )


MESSAGES = (
    MessageKind(names.CARD, _thanks),
    MessageKind(names.NOTE, _thanks),
    MessageKind(names.APPLAUSE, _applause),
    MessageKind(names.APPLAUSE_CARD, _applause),
    MessageKind(names.USED_UP, ONES_OWN),
    MessageKind(names.ROUNDUP, _roundups),
    MessageKind(names.BADGE, ONES_OWN),
)
