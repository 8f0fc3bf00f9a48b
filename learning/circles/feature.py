"""Circles to the rest of the house: all that is plugged in."""

from learning.circles import at_home
from learning.circles.settings import SETTINGS
from learning.core.sockets.feature import Feature

FEATURE = Feature(
    home=(at_home.MINE, at_home.ORPHANS),
    settings=SETTINGS,
)
