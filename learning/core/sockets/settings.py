"""Settings: what admins decide about the workspace, each at home with the activity that goes by it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, Self, TypeVar

from learning.core.sockets.order import Shelf

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Said = str | Sequence[str] | None
"""What a field of a form says: its text, the options that are ticked, or nothing."""


class Part(Enum):
    """What a setting is about. Settings are listed in this order, and within a part by their shelf."""

    CHANNELS = "where an activity has its place"
    FACILITATORS = "where facilitators are told"
    ADMINS = "where admins are told"
    HOURS = "when people are asked for their time"
    OPENING = "what opens the week"
    CLOSING = "what closes the week"
    OWN = "what one activity goes by"
    KEPT = "how long things are kept"
    TEAMS = "who belongs together"


PARTS = tuple(Part)


@dataclass(frozen=True, slots=True, eq=False)
class Setting(Generic[T_co]):
    """One decision about the workspace: its name in the database and in the form, and what holds until
    somebody decides.

    `check` makes a value of what its field says, or raises `LearningError` at the field, whose name it gets;
    `agrees` raises one where the value does not go with others that the form says. A `channel` is one that
    the bot has to be in; one of the `environment` may also be named there, in a variable of the same name.
    """

    name: str
    default: T_co
    check: Callable[[Said, str], T_co]
    part: Part
    shelf: Shelf = Shelf.LOOK_AFTER
    agrees: "Callable[[Values], None] | None" = None
    channel: bool = False
    environment: bool = False


class Values:
    """What was decided, read by the settings' constants; what was not, is by default."""

    __slots__ = ("_decided",)

    def __init__(self, decided: Mapping[Setting[Any], Any] | None = None) -> None:
        self._decided = dict(decided or {})

    def __getitem__(self, setting: Setting[T]) -> T:
        value: T = self._decided.get(setting, setting.default)
        return value

    def __contains__(self, setting: Setting[Any]) -> bool:
        return setting in self._decided

    def __or__(self, more: Mapping[Setting[Any], Any]) -> Self:
        return type(self)(self._decided | dict(more))

    def __eq__(self, other: object) -> bool:
        """Whether the same holds by both, decided or by default."""
        if not isinstance(other, Values):
            return NotImplemented
        return all(self[one] == other[one] for one in self._decided | other._decided)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({ {one.name: value for one, value in self._decided.items()} })"
