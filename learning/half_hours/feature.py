"""Half hours to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.time import Step, Tick, Time
from learning.half_hours import at_home, teacher_requests
from learning.half_hours.messages import MESSAGES

FEATURE = Feature(
    home=(at_home.MINE,),
    messages=MESSAGES,
    time=Time(ticks=(Tick(teacher_requests.lapse, Step.LAPSE, Shelf.PAIR),)),
)
