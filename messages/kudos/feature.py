"""Kudos in words: all that is plugged in."""

from messages.core.sockets.digest import Digest
from messages.core.sockets.feature import Feature
from messages.kudos import at_home, figures
from messages.kudos.settings import FIELDS
from messages.kudos.titles import TITLES

FEATURE = Feature(
    home=(at_home.THANKS, at_home.BADGES),
    doors=(at_home.THANK,),
    settings=FIELDS,
    titles=TITLES,
    digest=Digest(lines=(figures.LINE,), curves=(figures.CURVES,), remarks=(figures.RINGS,)),
)
