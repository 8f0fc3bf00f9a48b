"""How the bot fares, for its admins: what was said and what was not, and what is not set up yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from learning.core.sockets.home import Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.workspace import settings
from learning.workspace.settings import Settings
from storage.models.outbox import Outbox

LATELY = timedelta(days=7)
REASONS = 3
_UNSAID = Outbox.state.in_([literal_column(f"'{state}'") for state in ("skipped", "expired", "failed")])
"""Written out as in `ix_outbox_unsaid`: SQLite sees that the index is of use only by the letters."""
_OWED = Outbox.state.in_([literal_column("'waiting'"), literal_column("'sending'")])


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why messages of a kind could not be said, how many, and when the last (UTC)."""

    kind: str
    reason: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """The outbox in the last seven days and what waits now, the latest troubles, and the settings."""

    sent: int
    waiting: int
    skipped: int
    failed: int
    troubles: tuple[Trouble, ...]
    settings: Settings

    @property
    def unset(self) -> tuple[str, ...]:
        """The channels that nobody chose, by their settings' names."""
        return tuple(one.name for one in settings.channels() if self.settings[one] is None)


def report(session: Session, workspace_id: str, *, at: datetime) -> Health:
    """How it is in this workspace now (UTC); what came too late counts as failed."""
    lately = Outbox.workspace_id == workspace_id, Outbox.ended_at > at - LATELY
    counts: dict[str, int] = dict(
        session.execute(select(Outbox.state, func.count()).where(*lately).group_by(Outbox.state)).all()
    )
    waiting = session.scalar(
        select(func.count()).where(Outbox.workspace_id == workspace_id, _OWED, Outbox.due_at <= at)
    )
    troubles = session.execute(
        select(Outbox.kind, Outbox.reason, func.count(), func.max(Outbox.ended_at))
        .where(*lately, _UNSAID, Outbox.state != "skipped")
        .group_by(Outbox.kind, Outbox.reason)
        .order_by(func.max(Outbox.ended_at).desc())
        .limit(REASONS)
    )
    return Health(
        sent=counts.get("sent", 0),
        waiting=waiting or 0,
        skipped=counts.get("skipped", 0),
        failed=counts.get("failed", 0) + counts.get("expired", 0),
        troubles=tuple(
            Trouble(kind, reason or "", number, last or at) for kind, reason, number, last in troubles
        ),
        settings=settings.get(session, workspace_id),
    )


def _report(viewer: Viewer) -> Health:
    return report(viewer.session, viewer.workspace_id, at=viewer.at)


HEALTH = Entry("health", Slot.ADMINS, Shelf.LOOK_AFTER, _report)
