"""Circles in words: all that is plugged in."""

from messages.circles import at_home
from messages.circles.settings import FIELDS
from messages.circles.titles import TITLES
from messages.core.sockets.feature import Feature

FEATURE = Feature(
    home=(at_home.MINE, at_home.ORPHANS),
    doors=(at_home.LIST, at_home.BEGIN),
    settings=FIELDS,
    titles=TITLES,
)
