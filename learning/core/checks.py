"""Checks of what a field says: each makes a value of it, or raises `LearningError` at the field of a name."""

from collections.abc import Callable
from datetime import time
from typing import TypeVar

from learning.core.errors import LearningError
from learning.core.sockets.settings import Said

T = TypeVar("T")


def text(said: Said) -> str:
    """What a field of text says; nothing is no words."""
    return said if isinstance(said, str) else ""


def ticks(said: Said) -> tuple[str, ...]:
    """The options that are ticked."""
    return () if said is None or isinstance(said, str) else tuple(said)


def channel(said: Said, field: str) -> str | None:
    """A channel's id, or none; whether the bot is in it is Slack's to say."""
    return text(said) or None


def is_ticked(said: Said, field: str) -> bool:
    """Whether the only option is ticked."""
    return bool(ticks(said))


def day(said: Said, field: str) -> int:
    """A day of the week; Monday is 0."""
    number = text(said)
    if number not in "0123456" or len(number) != 1:
        raise LearningError("Choose a day.", field=field)
    return int(number)


def clock(said: Said, field: str) -> str:
    """A wall time, HH:MM."""
    try:
        return f"{time.fromisoformat(text(said)):%H:%M}"
    except ValueError:
        raise LearningError("Choose a time.", field=field) from None


def whole(fewest: int, most: int) -> Callable[[Said, str], int]:
    """The check for a whole number between two."""

    def check(said: Said, field: str) -> int:
        typed = text(said)
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else None
        if number is None or not fewest <= number <= most:
            raise LearningError(f"Write a whole number from {fewest} to {most}.", field=field)
        return number

    return check


def optional(check: Callable[[Said, str], T]) -> Callable[[Said, str], T | None]:
    """The check for a field that may say nothing, which is None."""
    return lambda said, field: check(said, field) if said else None


def one_of(usual: str, *others: str) -> Callable[[Said, str], str]:
    """The check for one of several words; nothing means the usual one."""

    def check(said: Said, field: str) -> str:
        chosen = text(said) or usual
        if chosen not in (usual, *others):
            raise LearningError("Choose one from the list.", field=field)
        return chosen

    return check
