"""Home: what is on one member's tab."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf

T = TypeVar("T")

SHOWN, DUTIES_SHOWN = 5, 3
"""How many of each kind are shown, of what is one's own and of what waits for facilitators: the newest, or
the soonest, of very many. A finder looks for one more, so that Home can say that there is more."""


class Slot(Enum):
    """A part of Home, from top to bottom."""

    WAITING = "waits for them"
    COMING = "is coming up"
    MINE = "is theirs"
    FACILITATORS = "waits for facilitators"
    ADMINS = "is for admins"


THEIRS = (Slot.WAITING, Slot.COMING, Slot.MINE)
"""What is on everybody's Home."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose Home is drawn, and when (UTC); `viewer[ENTRY]` is what one entry found, looked for once."""

    session: Session
    workspace_id: str
    member_id: str
    at: datetime
    _found: "dict[Entry[Any], Any]" = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, entry: "Entry[T]") -> T:
        if entry not in self._found:
            self._found[entry] = entry.find(self)
        found: T = self._found[entry]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Entry(Generic[T]):
    """Something on Home: where it stands, and how it is found. `some` tells whether there is anything in it;
    what is theirs makes somebody no newcomer, unless it is not `counted`."""

    name: str
    slot: Slot
    shelf: Shelf
    find: Callable[[Viewer], T]
    some: Callable[[T], bool] = bool
    counted: bool = True
