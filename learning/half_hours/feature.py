"""Half hours to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.half_hours import at_home

FEATURE = Feature(
    home=(at_home.MINE,),
)
