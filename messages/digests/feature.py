"""The weekly digest in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.digests import at_home
from messages.digests.settings import FIELDS

FEATURE = Feature(
    doors=(at_home.WEEK,),
    settings=FIELDS,
)
