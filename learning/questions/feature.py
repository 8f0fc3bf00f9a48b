"""Questions to the rest of the house: all that is plugged in."""

from learning.core.sockets.digest import Digest
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import People, RequestKind
from learning.core.sockets.threads import Thread
from learning.core.sockets.time import Step, Tick, Time
from learning.core.sockets.topics import Topics
from learning.questions import (
    answers,
    at_home,
    escalation,
    experts,
    figures,
    names,
    questions,
    rules,
    signals,
    tags,
)
from learning.questions.messages import MESSAGES
from learning.questions.personal import PRIVACY
from learning.questions.settings import SETTINGS
from storage.models.questions import Question

FEATURE = Feature(
    home=(at_home.ASKED, at_home.MINE, at_home.UNANSWERED),
    settings=SETTINGS,
    threads=(
        Thread(
            kind="question",
            shelf=Shelf.ASK,
            model=Question,
            heard=answers.heard,
            edited=answers.edited,
            deleted=answers.deleted,
            removed=questions.removed,
            is_owed=answers.is_owed,
            awaited=answers.awaited,
        ),
    ),
    messages=MESSAGES,
    time=Time(ticks=(Tick(escalation.escalate, Step.SEARCH, Shelf.ASK),)),
    privacy=PRIVACY,
    topics=Topics(wants=(signals.WANTS,), knows=(signals.KNOWS,), beside=(tags.beside,)),
    people=People(
        requests=(RequestKind(names.Requests.QUESTION, experts.release, experts.not_me),),
        helped=(signals.helped,),
        doings=(signals.DOINGS,),
        thankable=(signals.THANKABLE,),
    ),
    digest=Digest(
        figures=(figures.QUESTIONS, figures.DEFLECTIONS),
        rules=(rules.WAITING, rules.LEANING),
        exchanges=(figures.exchanges,),
    ),
)
