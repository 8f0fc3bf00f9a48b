"""What was owed and not said: rows that ended unsaid, and those that wait longer than they should."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import literal_column, or_, select
from sqlalchemy.orm import Session

from storage.engine.compiled import insert_new
from storage.models.outbox import Outbox
from storage.outbox.outbox import OWED

GRACE = timedelta(minutes=2)
ENDED = ("skipped", "expired", "failed")
_UNSAID = Outbox.state.in_([literal_column(f"'{state}'") for state in ENDED])
"""Written out as in `ix_outbox_unsaid`: SQLite sees that the index is of use only by the letters."""
_OWED = Outbox.state.in_([literal_column(f"'{state}'") for state in OWED])


def skip(
    session: Session,
    workspace_id: str,
    key: str,
    kind: str,
    subject_id: int,
    reason: str,
    *,
    due_at: datetime,
    at: datetime,
) -> bool:
    """Records that something fell due and is said to nobody, for this reason; False when that was known."""
    return insert_new(
        session,
        Outbox,
        workspace_id=workspace_id,
        key=key,
        token=uuid.uuid4().hex,
        kind=kind,
        subject_id=subject_id,
        recipient_id="",
        state="skipped",
        reason=reason,
        due_at=due_at,
        expires_at=at,
        created_at=at,
        ended_at=at,
        wanted=1,
        said=0,
        attempts=0,
        uncertain=False,
    )


def ended(session: Session, workspace_id: str, *, since: datetime, limit: int) -> Sequence[Outbox]:
    """What ended unsaid since then, the newest first."""
    return session.scalars(
        select(Outbox)
        .where(Outbox.workspace_id == workspace_id, _UNSAID, Outbox.ended_at >= since)
        .order_by(Outbox.ended_at.desc(), Outbox.id.desc())
        .limit(limit)
    ).all()


def late(session: Session, workspace_id: str, *, at: datetime, limit: int) -> Sequence[Outbox]:
    """What was never said and is overdue, or was put off for a reason; the longest waiting first.

    Something is overdue `GRACE` after it fell due: until then it is on its way.
    """
    return session.scalars(
        select(Outbox)
        .where(
            Outbox.workspace_id == workspace_id,
            _OWED,
            Outbox.message_ts.is_(None),
            or_(Outbox.due_at < at - GRACE, Outbox.reason.is_not(None)),
        )
        .order_by(Outbox.created_at, Outbox.id)
        .limit(limit)
    ).all()
