"""The feature of an activity in `handlers`: what it answers in Slack. `handlers.core.features` finds them."""

from dataclasses import dataclass

from handlers.core.sockets.commands import Subcommand
from handlers.core.sockets.finders import Finder
from handlers.core.sockets.reactions import Reaction
from handlers.core.sockets.routes import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs in here."""

    routes: tuple[Route, ...] = ()
    subcommands: tuple[Subcommand, ...] = ()
    finders: tuple[Finder, ...] = ()
    reactions: tuple[Reaction, ...] = ()
