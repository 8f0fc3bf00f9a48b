"""Questions in words: all that is plugged in."""

from learning.questions import names
from messages.core.sockets.feature import Feature
from messages.core.sockets.topics import Counted
from messages.questions import at_home
from messages.questions.settings import FIELDS
from messages.questions.titles import TITLES

FEATURE = Feature(
    home=(at_home.ASKED, at_home.MINE, at_home.UNANSWERED),
    doors=(at_home.ASK, at_home.FIND),
    settings=FIELDS,
    titles=TITLES,
    knows=(Counted(names.ANSWERS, "accepted answer", "accepted answers"),),
    wants=(Counted(names.QUESTIONS, "open question", "open questions"),),
)
