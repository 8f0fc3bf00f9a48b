"""Half hours in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.half_hours import at_home
from messages.half_hours.titles import TITLES

FEATURE = Feature(
    home=(at_home.MINE,),
    titles=TITLES,
)
