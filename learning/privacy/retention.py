"""What is older than the workspace keeps things: names go, and the words that are nobody's to find again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, tuple_
from sqlalchemy.orm import Session

from learning.core.sockets.privacy import Parent, PersonalColumn
from learning.privacy import erasure, personal_data
from learning.privacy.settings import RETENTION_DAYS
from learning.workspace import settings
from storage import discovery
from storage.models.activity_log import LogEntry
from storage.models.base import NOBODY
from storage.models.outbox import Outbox
from storage.models.workspace import Member, Workspace

BATCH = 500
"""Rows of one sort that are dealt with together, so that nobody waits for it."""


def expire(session: Session, holding: PersonalColumn, *, at: datetime, limit: int = BATCH) -> int:
    """Does with the rows of one holding that are too old (UTC) what deleting one's data does to them, except
    that answered questions and their answers keep their words: they are what others find again.

    Returns how many there were, at most `limit` a workspace; call it again until there are none.
    """
    return sum(
        _expire(session, holding, workspace_id, before, limit)
        for workspace_id, before in _kept_since(session, at)
    )


def expire_more(session: Session, *, at: datetime, limit: int = BATCH) -> int:
    """Empties what activities find too old (UTC) beside names, as `expire` does; returns how many rows."""
    verbs = [verb for privacy in personal_data.privacies().values() for verb in privacy.expire]
    return sum(
        verb(session, workspace_id, before=before, limit=limit)
        for workspace_id, before in _kept_since(session, at)
        for verb in verbs
    )


def sweep() -> tuple[Callable[..., int], ...]:
    """The verbs (session, *, at) that forget what is too old, a little at a time."""
    return (expire_more, *(partial(expire, holding=column) for column in aged()))


@cache
def aged() -> tuple[PersonalColumn, ...]:
    """What grows old; a preference, an offer or a badge does not."""
    return tuple(each for each in personal_data.columns() if each.age or _parent(each))


@cache
def parents() -> Mapping[str, Parent]:
    """What rows may be about whose age is theirs, by the number that they carry of it."""
    found = [
        (name, one.number, one)
        for name, privacy in personal_data.privacies().items()
        for one in privacy.parents
    ]
    return discovery.unique("parents of rows that grow old", found)


def _parent(holding: PersonalColumn) -> Parent | None:
    return next((parent for name, parent in parents().items() if name in holding.table.c), None)


def _kept_since(session: Session, at: datetime) -> Iterable[tuple[str, datetime]]:
    """The workspaces that do not keep everything, and since when (UTC) they keep what there is."""
    for workspace_id in session.scalars(select(Workspace.id)).all():
        days = settings.get(session, workspace_id)[RETENTION_DAYS]
        if days is not None:
            yield workspace_id, at - timedelta(days=days)


def _expire(
    session: Session, holding: PersonalColumn, workspace_id: str, before: datetime, limit: int
) -> int:
    old = _old(holding, workspace_id, before).limit(limit)
    keys = session.execute(old).all()
    if not keys:
        return 0
    table = holding.table
    key = tuple(table.primary_key.columns)
    these = tuple_(*key).in_([tuple(row) for row in keys])
    if len(key) == 1:
        these = key[0].in_([number for (number,) in keys])
    if holding.model is Outbox:
        session.execute(delete(table).where(these))
    else:
        erasure.detach(session, holding, these, words=False)
    return len(keys)


def _old(holding: PersonalColumn, workspace_id: str, before: datetime) -> Select[Any]:
    """The keys of the rows of a holding that are too old and still somebody's."""
    table, parent = holding.table, _parent(holding)
    member = table.c[holding.column]
    keys = select(*table.primary_key.columns).where(table.c.workspace_id == workspace_id)
    if parent is not None:
        keys = keys.join(parent.model, parent.model.id == table.c[parent.number]).where(parent.age < before)
    else:
        keys = keys.where(table.c[holding.age or ""] < before)
    if holding.model is LogEntry:
        # By person: an index leads to the old lines of each, past all that have lost their name already.
        same = and_(Member.workspace_id == table.c.workspace_id, Member.id == member)
        return keys.join(Member, same).where(Member.workspace_id == workspace_id)
    if holding.model is Outbox:
        # What it owes to channels names nobody, and cards are kept true by it.
        return keys.where(or_(*(member.like(f"{first}%") for first in ("U", "W", NOBODY))))
    return keys.where(member.is_not(None), member.not_like(f"{NOBODY}%"))
