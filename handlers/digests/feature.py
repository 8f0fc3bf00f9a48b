"""The weekly digest in Slack: all that is plugged in."""

from handlers.core.sockets.commands import Subcommand, more
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.digests import digests
from messages.digests import ids

FEATURE = Feature(
    routes=(
        Route("command", "/digest", digests.command),
        Route("block_action", ids.HOME_WEEK, digests.show),
        Route("block_action", ids.DIGEST_WEEK, digests.week),
        Route("block_action", ids.DIGEST_CHARTS, digests.charts),
        Route("block_action", ids.SUGGESTION_ACT, digests.act),
        Route("block_action", ids.SUGGESTION_DISMISS, digests.dismiss),
    ),
    subcommands=(Subcommand(command="/digest", words=("help", "?"), takes=more, handler=digests.show_help),),
)
