"""Why something did not go out: what was owed and not said, what it was about, and the reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.core.features import message_kinds
from learning.core.sockets.messages import About
from learning.workspace import people
from storage.models.outbox import Outbox
from storage.models.workspace import Member
from storage.outbox import undelivered

SHOWN = timedelta(days=14)
LOOKED_AT = 500
"""Rows of each sort that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that did not go out: its kind of message, what it was about, to how many and the first of
    them (a channel, a person, several with commas between, or empty), its state and the reason as written.

    `at` (UTC) is when it ended, or fell due for what still waits. `about` is empty where nobody may read it.
    """

    kind: str
    about: str
    state: str
    reason: str
    recipients: int
    recipient_id: str
    name: str
    at: datetime


def find(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> tuple[Undelivered, ...]:
    """What did not go out in the last two weeks, or waits; what failed first, what was left out last.

    The same to several people is one line. Raises `NotAllowed` for whoever is no admin. Words of private
    channels are left out, and so is the name of whoever asked without theirs.
    """
    people.only_admins(session, workspace_id, member_id, "The digest is for admins.")
    rows = [
        *undelivered.ended(session, workspace_id, since=at - SHOWN, limit=LOOKED_AT),
        *undelivered.late(session, workspace_id, at=at, limit=LOOKED_AT),
    ]
    groups: dict[tuple[str, int, str, str], list[Outbox]] = {}
    for row in rows:
        groups.setdefault((row.kind, row.subject_id, row.state, row.reason or ""), []).append(row)
    found = [_silence(session, workspace_id, group) for group in groups.values()]
    order = ("failed", "expired", "waiting", "sending", "skipped")
    return tuple(sorted(found, key=lambda one: (order.index(one.state), -one.at.timestamp())))


def _silence(session: Session, workspace_id: str, rows: list[Outbox]) -> Undelivered:
    first = rows[0]
    about, hidden = _about(session, first)
    recipients = [row.recipient_id for row in rows if row.recipient_id and row.recipient_id != hidden]
    recipient_id = recipients[0] if recipients else ""
    member = session.get(Member, (workspace_id, recipient_id)) if recipient_id else None
    return Undelivered(
        kind=first.kind,
        about=about,
        state=first.state,
        reason=first.reason or "",
        recipients=len(rows),
        recipient_id=recipient_id,
        name=member.name if member else "",
        at=max(row.ended_at or row.due_at for row in rows),
    )


def _about(session: Session, row: Outbox) -> About:
    """What a row is about, in words that admins may read, and whose name it must not show."""
    kind = message_kinds().get(row.kind)
    found = kind.about(session, row) if kind and kind.about else ""
    return About(found) if isinstance(found, str) else found
