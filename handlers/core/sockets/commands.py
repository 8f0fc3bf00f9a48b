"""Subcommands: what a word behind a slash command does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from handlers.core.sockets.routes import Handler
from learning.core.sockets.order import Shelf


class Help(NamedTuple):
    """What the command's help says of a subcommand, and among what."""

    shelf: Shelf
    text: str


def nothing(rest: str) -> bool:
    """For a word that stands alone."""
    return not rest


def more(rest: str) -> bool:
    """For a word that others may follow, behind a blank."""
    return not rest or rest.startswith(" ")


def anything(rest: str) -> bool:
    """For a word that anything may follow, behind white space of any kind."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """What the first word behind a command does, if `takes` is true of all that follows that word.

    What follows begins with white space, or is empty; the handler gets it as `rest`. Words are in lower case.
    What no subcommand takes is for the handler of the command.
    """

    command: str
    words: tuple[str, ...]
    takes: Callable[[str], bool] = nothing
    handler: Handler
    help: Help | None = None
