"""Kudos in Slack: all that is plugged in."""

from handlers.core import topics
from handlers.core.sockets.commands import Help, Subcommand
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.reactions import Reaction
from handlers.core.sockets.routes import Route
from handlers.kudos import kudos, reactions
from learning.core.sockets.order import Shelf
from messages.kudos import ids
from messages.kudos import kudos as render

FEATURE = Feature(
    routes=(
        Route("command", "/kudos", kudos.command),
        Route("view_submission", ids.KUDOS_GIVE, kudos.submit),
        Route("options", ids.KUDOS_TOPICS, topics.suggest),
        Route("block_action", ids.KUDOS_OPEN, kudos.open_),
        Route("block_action", ids.KUDOS_THANK, kudos.thank),
        Route("block_action", ids.KUDOS_TAKE_BACK, kudos.take_back),
        Route("block_action", ids.KUDOS_MINE, kudos.show_mine),
    ),
    subcommands=(
        Subcommand(command="/kudos", words=("help", "?"), handler=kudos.show_help),
        Subcommand(
            command="/kudos",
            words=("mine", "list"),
            handler=kudos.type_mine,
            help=Help(Shelf.THANK, render.HELP_MINE),
        ),
    ),
    reactions=(Reaction(Shelf.THANK, reactions.thanked),),
)
