"""The activity log: one row for each thing that happened, written with the thing itself and never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage.engine.batch import write
from storage.models.activity_log import LogEntry

_LOG: Any = LogEntry.__table__
_APPEND = _LOG.insert().inline()


def record(
    session: Session,
    workspace_id: str,
    actor_id: str | None,
    verb: str,
    subject: tuple[str, int],
    *,
    topic_id: int | None = None,
    at: datetime,
) -> None:
    """Appends one line: who (None when they asked not to be named), did what, to which thing, when (UTC)."""
    kind, number = subject
    write(
        session,
        _APPEND,
        {
            "workspace_id": workspace_id,
            "actor_id": actor_id,
            "verb": verb,
            "subject_kind": kind,
            "subject_id": number,
            "topic_id": topic_id,
            "at": at,
        },
    )
