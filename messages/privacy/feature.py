"""People's own data in words: all that is plugged in."""

from learning.privacy import names
from messages.core.sockets.feature import Feature
from messages.privacy.settings import FIELDS

FEATURE = Feature(
    settings=FIELDS,
    titles={names.FILE: "somebody's own data"},
)
