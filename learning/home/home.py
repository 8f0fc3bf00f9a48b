"""Home: what is one member's now, gathered in a handful of queries for the tab that only they see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.home import THEIRS, Entry, Slot, Viewer
from learning.core.sockets.order import SHELVES
from learning.workspace import people, preferences
from learning.workspace.people import Member
from learning.workspace.preferences import Preferences
from storage import discovery

T = TypeVar("T")
_SLOTS = tuple(Slot)


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on one member's Home: `home[ENTRY]` is what that entry found.

    `pause` is until when (UTC) they want nothing at all, while they do. Of what is for facilitators or admins
    only, nothing was looked for on anybody else's.
    """

    member: Member
    preferences: Preferences
    found: Mapping[Entry[Any], Any]
    pause: datetime | None = None

    def __getitem__(self, entry: Entry[T]) -> T:
        found: T = self.found[entry]
        return found

    def __contains__(self, entry: Entry[Any]) -> bool:
        return entry in self.found

    @property
    def is_new(self) -> bool:
        """Whether there is nothing of theirs yet."""
        return not any(
            entry.counted and entry.slot in THEIRS and entry.some(found)
            for entry, found in self.found.items()
        )


def get(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> Home:
    """What is this member's now (UTC), and nobody else's."""
    chosen = preferences.get(session, workspace_id, member_id)
    member = people.get(session, workspace_id, member_id)
    viewer = Viewer(session, workspace_id, member_id, at)
    return Home(
        member=member,
        preferences=chosen,
        pause=chosen.paused_until if chosen.paused_until and chosen.paused_until > at else None,
        found={entry: viewer[entry] for entry in entries() if _may_see(member, entry.slot)},
    )


@cache
def entries() -> tuple[Entry[Any], ...]:
    """All that may be on a Home, from top to bottom. Raises `PlugError` for two of one name."""
    found = discovery.unique(
        "entries of Home",
        ((activity, entry.name, entry) for activity, feature in features().items() for entry in feature.home),
    )
    return tuple(sorted(found.values(), key=lambda one: (_SLOTS.index(one.slot), SHELVES.index(one.shelf))))


def _may_see(member: Member, slot: Slot) -> bool:
    if slot is Slot.ADMINS:
        return member.administers
    return member.facilitates if slot is Slot.FACILITATORS else True
