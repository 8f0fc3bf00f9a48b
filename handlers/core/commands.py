"""Slash commands: which subcommand does what was typed, and what the help says of them all."""

from collections.abc import Mapping
from functools import cache

from handlers.core.features import features
from handlers.core.sockets.commands import Subcommand
from learning.core.sockets.order import SHELVES
from storage import discovery


def choose(command: str, text: str) -> tuple[Subcommand, str] | None:
    """The subcommand for the words behind a command, and what follows its own word; None where none is."""
    words = text.split(maxsplit=1)
    if not words:
        return None
    subcommand = subcommands().get(f"{command} {words[0].casefold()}")
    rest = text[len(words[0]) :]
    return (subcommand, rest) if subcommand and subcommand.takes(rest) else None


def help_lines(command: str) -> list[str]:
    """What subcommands say of themselves, in the order of their shelves."""
    found = [
        one.help
        for feature in features().values()
        for one in feature.subcommands
        if one.command == command and one.help
    ]
    return [line.text for line in sorted(found, key=lambda line: SHELVES.index(line.shelf))]


@cache
def subcommands() -> Mapping[str, Subcommand]:
    """The subcommands of all activities by what is typed; raises `PlugError` where two have one word."""
    return discovery.unique(
        "subcommands",
        (
            (activity, f"{one.command} {word}", one)
            for activity, feature in features().items()
            for one in feature.subcommands
            for word in one.words
        ),
    )
