"""Questions to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.questions import at_home
from learning.questions.settings import SETTINGS

FEATURE = Feature(
    home=(at_home.ASKED, at_home.MINE, at_home.UNANSWERED),
    settings=SETTINGS,
)
