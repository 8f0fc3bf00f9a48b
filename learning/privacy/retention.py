"""What is older than the workspace keeps things: names go, and the words that are nobody's to find again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from learning.privacy import erasure, personal_data
from learning.privacy.personal_data import PersonalColumn
from learning.privacy.settings import RETENTION_DAYS
from learning.workspace import settings
from storage.models.activity_log import LogEntry
from storage.models.base import NOBODY
from storage.models.circles import Round
from storage.models.kudos import Kudos
from storage.models.lunches import Lunch
from storage.models.outbox import Outbox
from storage.models.questions import Question
from storage.models.workspace import Member, Workspace

BATCH = 500
"""Rows of one sort that are dealt with together, so that nobody waits for it."""
PARENTS: dict[str, tuple[Any, Any]] = {
    "lunch_id": (Lunch, Lunch.starts_at),
    "round_id": (Round, Round.due_at),
    "kudos_id": (Kudos, Kudos.given_at),
}
"""What is about one of these is as old as that: a seat may be taken long before its lunch."""
UNASKED = ("draft", "deflected")
"""States of a question that was typed and never asked."""


def expire(session: Session, holding: PersonalColumn, *, at: datetime, limit: int = BATCH) -> int:
    """Does with the rows of one holding that are too old (UTC) what deleting one's data does to them, except
    that answered questions and their answers keep their words: they are what others find again.

    Returns how many there were, at most `limit` a workspace; call it again until there are none.
    """
    done = 0
    for workspace_id in session.scalars(select(Workspace.id)).all():
        days = settings.get(session, workspace_id)[RETENTION_DAYS]
        if days is not None:
            done += _expire(session, holding, workspace_id, at - timedelta(days=days), limit)
    return done


def unasked(session: Session, *, at: datetime, limit: int = BATCH) -> int:
    """Empties what was typed and never asked, once it is too old; returns how many there were."""
    done = 0
    for workspace_id in session.scalars(select(Workspace.id)).all():
        days = settings.get(session, workspace_id)[RETENTION_DAYS]
        if days is None:
            continue
        old = session.scalars(
            select(Question.id)
            .where(
                Question.workspace_id == workspace_id,
                Question.state.in_(UNASKED),
                Question.asked_at < at - timedelta(days=days),
                Question.text != "",
            )
            .limit(limit)
        ).all()
        emptied = update(Question).where(Question.id.in_(old)).values(text="", details="", source_link=None)
        session.execute(emptied)
        done += len(old)
    return done


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


def _parent(holding: PersonalColumn) -> str | None:
    return next((name for name in PARENTS if name in holding.table.c), None)


AGED = tuple(each for each in personal_data.COLUMNS if each.age or _parent(each))
"""What grows old; a preference, an offer or a badge does not."""


def _old(holding: PersonalColumn, workspace_id: str, before: datetime) -> Select[Any]:
    """The keys of the rows of a holding that are too old and still somebody's."""
    table, parent = holding.table, _parent(holding)
    member = table.c[holding.column]
    keys = select(*table.primary_key.columns).where(table.c.workspace_id == workspace_id)
    if parent is not None:
        model, age = PARENTS[parent]
        keys = keys.join(model, model.id == table.c[parent]).where(age < before)
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
