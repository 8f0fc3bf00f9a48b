"""Half hours in Slack: all that is plugged in."""

from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.half_hours import half_hours
from messages.half_hours import ids
from messages.teaching.ids import HALF_HOUR

FEATURE = Feature(
    routes=(
        Route("block_action", HALF_HOUR, half_hours.ask),
        Route("block_action", ids.HALF_HOUR_ACCEPT, half_hours.accept),
        Route("block_action", ids.HALF_HOUR_DECLINE, half_hours.decline),
        Route("block_action", ids.HALF_HOUR_LATER, half_hours.postpone),
        Route("block_action", ids.MET, half_hours.met),
        Route("block_action", ids.NOT_MET, half_hours.not_met),
    ),
)
