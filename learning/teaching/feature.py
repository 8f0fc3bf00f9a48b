"""Teaching to the rest of the house: all that is plugged in."""

from learning.core.sockets.digest import Digest
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import People, RequestKind
from learning.core.sockets.time import Step, Tick, Time
from learning.core.sockets.topics import Topics
from learning.teaching import at_home, candidates, capacity, names, requests, rules, understudies, wishes
from learning.teaching.messages import MESSAGES
from learning.teaching.personal import PRIVACY

FEATURE = Feature(
    home=(at_home.OFFERS, at_home.WISHES),
    messages=MESSAGES,
    time=Time(ticks=(Tick(requests.release_paused, Step.RELEASE, Shelf.TEACH),)),
    privacy=PRIVACY,
    topics=Topics(wants=(wishes.WANTS,)),
    people=People(
        requests=(RequestKind(names.Requests.TEACH, capacity.release, understudies.decline),),
    ),
    digest=Digest(rules=(rules.TEAMS,)),
    registries=(candidates.signals, requests.kinds, wishes.wants),
)
