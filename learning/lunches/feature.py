"""Lunch-and-learns to the rest of the house: all that is plugged in."""

from learning.core.sockets.digest import Digest
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import People, RequestKind
from learning.core.sockets.time import Step, Tick, Time
from learning.core.sockets.topics import Topics
from learning.lunches import (
    announcements,
    at_home,
    figures,
    host_requests,
    names,
    rules,
    signals,
    ticks,
    waitlist,
)
from learning.lunches.messages import MESSAGES
from learning.lunches.personal import PRIVACY
from learning.lunches.settings import SETTINGS
from learning.teaching import capacity

FEATURE = Feature(
    home=(at_home.TO_HOST, at_home.COMING, at_home.ORPHANED, at_home.UNTAUGHT),
    settings=SETTINGS,
    channels=(announcements.look_at_channel,),
    messages=MESSAGES,
    time=Time(
        ticks=(
            Tick(ticks.tick, Step.MOVE, Shelf.GATHER),
            Tick(host_requests.suggest, Step.MINUTE, Shelf.GATHER),
        ),
        earliest=(waitlist.earliest,),
    ),
    privacy=PRIVACY,
    topics=Topics(wants=(signals.WANTS,), knows=(signals.KNOWS,)),
    people=People(
        requests=(RequestKind(names.Requests.HOST, capacity.release, host_requests.decline),),
        helped=(signals.helped,),
        doings=(signals.DOINGS,),
        thankable=(signals.THANKABLE,),
    ),
    digest=Digest(
        figures=(figures.LUNCHES, figures.NEW_TEACHERS),
        rules=(rules.WANTED, rules.REPEAT),
        exchanges=(figures.exchanges,),
    ),
)
