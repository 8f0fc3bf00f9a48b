"""Kudos in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.kudos import at_home

FEATURE = Feature(
    home=(at_home.THANKS, at_home.BADGES),
    doors=(at_home.THANK,),
    unset=at_home.UNSET,
)
