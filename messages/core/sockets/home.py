"""Home: what an entry looks like, and the doors to everything else."""

from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from typing import Generic, TypeVar

from slackblocks import Block, Button

from learning.core.sockets.home import DUTIES_SHOWN, Entry, Slot
from learning.core.sockets.order import Shelf

T = TypeVar("T")


def _all_shown(_: object) -> bool:
    return False


def more_duties(found: Sized) -> bool:
    """Whether there is more of what waits for facilitators than is shown."""
    return len(found) > DUTIES_SHOWN


@dataclass(frozen=True, slots=True, eq=False)
class Section(Generic[T]):
    """What an entry of Home looks like; no blocks where there is nothing in it.

    `has_more` tells whether there is more of it than is shown, for parts of Home that say so once.
    """

    entry: Entry[T]
    render: Callable[[T], Sequence[Block]]
    has_more: Callable[[T], bool] = _all_shown


@dataclass(frozen=True, slots=True, eq=False)
class Door:
    """A button that leads from Home to something: in the row for everyone, or at the end of a slot."""

    shelf: Shelf
    button: Button
    slot: Slot | None = None
