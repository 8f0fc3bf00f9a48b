"""Settings: what admins decide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Setting(Generic[T]):
    """One decision about the workspace: its name in the database and in the form, and what holds until
    somebody decides. `check` makes a value of what the form says (text, texts or None), or raises
    `LearningError` at the field of this name. A `channel` is one that the bot has to be in."""

    name: str
    default: T
    check: Callable[[Any], T]
    channel: bool = False
