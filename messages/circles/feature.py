"""Circles in words: all that is plugged in."""

from messages.circles import at_home, figures, rules
from messages.circles.settings import FIELDS
from messages.circles.titles import TITLES
from messages.core.sockets.digest import Digest
from messages.core.sockets.feature import Feature

FEATURE = Feature(
    home=(at_home.MINE, at_home.ORPHANS),
    doors=(at_home.LIST, at_home.BEGIN),
    settings=FIELDS,
    titles=TITLES,
    digest=Digest(lines=(figures.LINE,), curves=(figures.CURVES,), rules=(rules.QUIET,)),
)
