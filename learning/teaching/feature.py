"""Teaching to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.teaching import at_home

FEATURE = Feature(
    home=(at_home.OFFERS, at_home.WISHES),
)
