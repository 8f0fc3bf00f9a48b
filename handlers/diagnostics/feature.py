"""Diagnostics in Slack: all that is plugged in."""

from handlers.core.sockets.commands import Help, Subcommand, more
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.diagnostics import undelivered
from learning.core.sockets.order import Shelf
from messages.diagnostics import ids
from messages.diagnostics import undelivered as render

FEATURE = Feature(
    routes=(Route("block_action", ids.HOME_WHY, undelivered.show),),
    subcommands=(
        Subcommand(
            command="/digest",
            words=("why",),
            takes=more,
            handler=undelivered.type_why,
            help=Help(Shelf.LOOK_AFTER, render.HELP_WHY),
        ),
    ),
)
