"""What did not go out in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.diagnostics import health

FEATURE = Feature(
    home=(health.HEALTH,),
)
