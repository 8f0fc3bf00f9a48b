"""Kudos to the rest of the house: all that is plugged in."""

from learning.core.schedules import Plan
from learning.core.sockets.digest import Digest
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.time import Step, Tick, Time
from learning.kudos import at_home, badges, figures, names, roundups, thank_button
from learning.kudos.messages import MESSAGES, given_at
from learning.kudos.personal import PRIVACY
from learning.kudos.settings import ROUNDUP, SETTINGS

FEATURE = Feature(
    home=(at_home.THANKS, at_home.BADGES),
    time=Time(
        ticks=(Tick(badges.award, Step.CLOSE, Shelf.THANK),),
        schedules={names.Schedules.ROUNDUP: Plan(roundups.post, roundups.missed, roundups.OF_USE)},
        weekly=(ROUNDUP,),
    ),
    settings=SETTINGS,
    messages=MESSAGES,
    digest=Digest(
        figures=(figures.KUDOS,),
        remarks=(figures.RINGS,),
        exchanges=(figures.exchanges,),
        told_at=(given_at,),
    ),
    privacy=PRIVACY,
    registries=(badges.deed_verbs, thank_button.thankables),
)
