"""What every row stands on: who may act, a workspace with three people in it, and what a row is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from learning.workspace import channels, people, workspaces
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from learning.workspace.workspaces import Workspace

T, C, ME, OTHER, THIRD = "T1", "C1", "UME", "UOTHER", "UTHIRD"
NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=3)

EVERYONE = frozenset({"member", "facilitator", "admin", "guest"})
FACILITATORS = frozenset({"facilitator", "admin"})
ADMINS = frozenset({"admin"})
ROLES = {
    "member": Profile(ME, "Me"),
    "facilitator": Profile(ME, "Me"),
    "admin": Profile(ME, "Me", slack_admin=True),
    "guest": Profile(ME, "Me", is_guest=True),
    "gone": Profile(ME, "Me", is_gone=True),
    "app": Profile(ME, "Me", is_bot=True),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Who may do it; with `silent`, whoever may not is answered with nothing, as events are."""

    may: frozenset[str]
    done: Callable[[Session, int], Any]
    given: Callable[[Session], int] = lambda session: 0
    silent: bool = False


def town(session: Session) -> None:
    """A workspace with three people, one of whom is about to act."""
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    people.meet(session, T, [Profile(ME, "Me"), Profile(OTHER, "Other"), Profile(THIRD, "Third")])
    channels.remember(session, Channel(T, C, "learning", False, False, True))


def become(session: Session, role: str) -> None:
    """Whoever acts has this role from now on, or is a guest, gone or an app."""
    people.meet(session, T, [ROLES[role]])
    # A guest or an app that was named in the configuration has no role all the same.
    named = [ME] if role in ("facilitator", "guest", "app", "gone") else []
    people.appoint(session, T, facilitators=named)
