"""People's own data in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.privacy.settings import FIELDS

FEATURE = Feature(
    settings=FIELDS,
)
