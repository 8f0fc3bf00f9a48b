"""Who changed what: each setting and each role that somebody decided anew, with what was before."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import activity_log
from storage.models.workspace import Change as Row

ROLE, TEAM = "role", "team"
"""The names of what is decided about a person; every other name is a setting's."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was decided anew; `actor_id` None is the command line, `member_id` whose role."""

    change_id: int
    actor_id: str | None
    name: str
    member_id: str | None
    before: Any
    after: Any
    at: datetime


def record(
    session: Session,
    workspace_id: str,
    actor_id: str | None,
    verb: str,
    name: str,
    before: object,
    after: object,
    *,
    member_id: str | None = None,
    at: datetime,
) -> int:
    """Writes a change down, with its line in the activity log; returns its number."""
    row = Row(
        workspace_id=workspace_id,
        actor_id=actor_id,
        name=name,
        member_id=member_id,
        before=json.dumps(before),
        after=json.dumps(after),
        at=at,
    )
    session.add(row)
    session.flush()
    activity_log.record(session, workspace_id, actor_id, verb, ("change", row.id), at=at)
    return row.id


def change(session: Session, change_id: int) -> Change:
    """One change."""
    return _change(session.get_one(Row, change_id))


def latest(session: Session, workspace_id: str, most: int = 5) -> tuple[Change, ...]:
    """The newest changes, the last one first."""
    rows = session.scalars(
        select(Row).where(Row.workspace_id == workspace_id).order_by(Row.id.desc()).limit(most)
    )
    return tuple(_change(row) for row in rows)


def _change(row: Row) -> Change:
    before, after = json.loads(row.before or "null"), json.loads(row.after or "null")
    return Change(row.id, row.actor_id, row.name, row.member_id, before, after, row.at)
