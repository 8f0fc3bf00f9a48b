"""The weekly digest in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.digests import at_home

FEATURE = Feature(
    doors=(at_home.WEEK,),
    unset=at_home.UNSET,
)
