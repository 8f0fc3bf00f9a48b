"""The weekly digest to the rest of the house: all that is plugged in."""

from learning.core.schedules import Plan
from learning.core.sockets.digest import Digest
from learning.core.sockets.feature import Feature
from learning.core.sockets.time import Time
from learning.digests import digest, figures, names, participation, rules
from learning.digests.messages import MESSAGES
from learning.digests.personal import PRIVACY
from learning.digests.settings import DIGEST, SETTINGS

FEATURE = Feature(
    time=Time(
        schedules={names.Schedules.WEEKLY: Plan(digest.post, digest.missed, digest.OF_USE)},
        weekly=(DIGEST,),
    ),
    settings=SETTINGS,
    messages=MESSAGES,
    privacy=PRIVACY,
    digest=Digest(figures=(participation.PEOPLE,)),
    registries=(figures.known, rules.known, digest.known_remarks),
)
