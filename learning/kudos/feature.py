"""Kudos to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.kudos import at_home

FEATURE = Feature(
    home=(at_home.THANKS, at_home.BADGES),
)
