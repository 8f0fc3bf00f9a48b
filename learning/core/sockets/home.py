"""Home: what is on one member's tab."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf

T = TypeVar("T")


class Slot(Enum):
    """A part of Home, from top to bottom."""

    WAITING = "waits for them"
    COMING = "is coming up"
    MINE = "is theirs"
    FACILITATORS = "waits for facilitators"
    ADMINS = "is for admins"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose Home is drawn, when (UTC), and what was found for it so far, by entry."""

    session: Session
    workspace_id: str
    member_id: str
    at: datetime
    found: "dict[Entry[Any], Any]"


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
