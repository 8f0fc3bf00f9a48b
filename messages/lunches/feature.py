"""Lunch-and-learns in words: all that is plugged in."""

from learning.lunches import names
from messages.core.sockets.digest import Digest
from messages.core.sockets.feature import Feature
from messages.core.sockets.topics import Counted
from messages.lunches import at_home, figures, rules
from messages.lunches.settings import FIELDS
from messages.lunches.titles import TITLES

FEATURE = Feature(
    home=(at_home.TO_HOST, at_home.COMING, at_home.ORPHANED, at_home.UNTAUGHT),
    doors=(at_home.SEE_COMING, at_home.PROPOSE),
    settings=FIELDS,
    titles=TITLES,
    knows=(Counted(names.Signals.HOSTED, "lunch hosted", "lunches hosted"),),
    wants=(Counted(names.Signals.WAITING, "person waits for a seat", "people wait for a seat"),),
    digest=Digest(
        lines=(figures.HELD, figures.BECAME_TEACHERS),
        curves=(figures.MEETING, figures.OPINION, figures.PEOPLE),
        rules=(rules.WANTED, rules.REPEAT),
    ),
)
