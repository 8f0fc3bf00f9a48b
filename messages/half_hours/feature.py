"""Half hours in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.half_hours import at_home

FEATURE = Feature(
    home=(at_home.MINE,),
)
