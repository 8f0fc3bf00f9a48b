"""Kudos to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.time import Time
from learning.kudos import at_home
from learning.kudos.settings import ROUNDUP, SETTINGS

FEATURE = Feature(
    home=(at_home.THANKS, at_home.BADGES),
    time=Time(weekly=(ROUNDUP,)),
    settings=SETTINGS,
)
