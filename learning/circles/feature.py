"""Circles to the rest of the house: all that is plugged in."""

from learning.circles import at_home, figures, names, replies, rules, signals, ticks
from learning.circles.messages import MESSAGES
from learning.circles.personal import PRIVACY
from learning.circles.settings import SETTINGS
from learning.core.sockets.digest import Digest
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import People
from learning.core.sockets.threads import Thread
from learning.core.sockets.time import Step, Tick, Time
from storage.models.circles import Round

FEATURE = Feature(
    home=(at_home.MINE, at_home.ORPHANS),
    settings=SETTINGS,
    threads=(
        Thread(
            kind="round",
            shelf=Shelf.TALK,
            model=Round,
            heard=replies.heard,
            edited=replies.edited,
            deleted=replies.deleted,
            removed=replies.removed,
            is_owed=replies.is_owed,
            awaited=replies.awaited,
        ),
    ),
    messages=MESSAGES,
    time=Time(
        ticks=(Tick(ticks.tick, Step.MOVE, Shelf.TALK),),
        schedules={names.Schedules.ROUND: ticks.ROUND},
    ),
    privacy=PRIVACY,
    people=People(thankable=(signals.THANKABLE,)),
    digest=Digest(figures=(figures.CIRCLES,), rules=(rules.QUIET,)),
)
