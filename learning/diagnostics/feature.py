"""What did not go out to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.diagnostics import health

FEATURE = Feature(
    home=(health.HEALTH,),
)
