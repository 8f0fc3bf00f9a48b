"""Teaching to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.time import Step, Tick, Time
from learning.teaching import at_home, requests
from learning.teaching.messages import MESSAGES

FEATURE = Feature(
    home=(at_home.OFFERS, at_home.WISHES),
    messages=MESSAGES,
    time=Time(ticks=(Tick(requests.release_paused, Step.RELEASE, Shelf.TEACH),)),
)
