"""Questions to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.threads import Thread
from learning.core.sockets.time import Step, Tick, Time
from learning.questions import answers, at_home, escalation, questions
from learning.questions.messages import MESSAGES
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
)
