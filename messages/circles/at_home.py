"""Circles on Home: one's own, and those without a facilitator."""

from collections.abc import Sequence

from slackblocks import Block, Button

from learning.circles import at_home
from learning.circles.circles import CircleFacts, ListedCircle
from learning.core.sockets.home import DUTIES_SHOWN, SHOWN, Slot
from learning.core.sockets.order import Shelf
from messages.circles import circles, ids
from messages.core.sockets.home import Door, Section, more_duties
from messages.core.text import context, label


def mine(found: Sequence[ListedCircle]) -> list[Block]:
    """One's own, the next to meet first."""
    blocks = circles.mine(found[:SHOWN])
    if len(found) > SHOWN:
        blocks.append(context("You are in more circles: `/circle list` shows all."))
    return blocks


def orphans(found: Sequence[CircleFacts]) -> list[Block]:
    return circles.orphans(found[:DUTIES_SHOWN])


MINE = Section(at_home.MINE, mine)
ORPHANS = Section(at_home.ORPHANS, orphans, more_duties)
LIST = Door(Shelf.TALK, Button(label("Circles"), ids.HOME_CIRCLES))
BEGIN = Door(Shelf.TALK, Button(label("New circle"), ids.CIRCLE_OPEN, value="open"), Slot.FACILITATORS)
