"""Half hours to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import People, RequestKind
from learning.core.sockets.time import Step, Tick, Time
from learning.half_hours import at_home, half_hours, names, signals, teacher_requests
from learning.half_hours.messages import MESSAGES
from learning.half_hours.personal import PRIVACY

FEATURE = Feature(
    home=(at_home.MINE,),
    messages=MESSAGES,
    time=Time(ticks=(Tick(teacher_requests.lapse, Step.LAPSE, Shelf.PAIR),)),
    privacy=PRIVACY,
    people=People(
        requests=(
            RequestKind(names.Requests.HALF_HOUR, teacher_requests.release, half_hours.decline_request),
        ),
        helped=(signals.helped,),
    ),
)
