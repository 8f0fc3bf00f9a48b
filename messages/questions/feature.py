"""Questions in words: all that is plugged in."""

from learning.questions import names
from messages.core.sockets.digest import Digest
from messages.core.sockets.feature import Feature
from messages.core.sockets.topics import Counted
from messages.questions import at_home, figures, rules
from messages.questions.settings import FIELDS
from messages.questions.titles import TITLES

FEATURE = Feature(
    home=(at_home.ASKED, at_home.MINE, at_home.UNANSWERED),
    doors=(at_home.ASK, at_home.FIND),
    settings=FIELDS,
    titles=TITLES,
    knows=(Counted(names.Signals.ANSWERS, "accepted answer", "accepted answers"),),
    wants=(Counted(names.Signals.QUESTIONS, "open question", "open questions"),),
    digest=Digest(
        lines=(figures.ASKED, figures.FOUND),
        curves=(figures.ASKING, figures.WAITING),
        rules=(rules.WAITING, rules.LEANING),
    ),
)
