"""People's own data to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.privacy.settings import SETTINGS

FEATURE = Feature(
    settings=SETTINGS,
)
