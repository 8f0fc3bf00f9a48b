"""The weekly digest to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.time import Time
from learning.digests.settings import DIGEST, SETTINGS

FEATURE = Feature(
    time=Time(weekly=(DIGEST,)),
    settings=SETTINGS,
)
