"""Circles on Home: one's own, and those without a facilitator."""

from learning.circles import circles
from learning.circles.circles import CircleFacts, ListedCircle
from learning.core.sockets.home import DUTIES_SHOWN, SHOWN, Entry, Slot, Viewer
from learning.core.sockets.order import Shelf


def _mine(viewer: Viewer) -> tuple[ListedCircle, ...]:
    return circles.mine(viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at, limit=SHOWN + 1)


def _orphans(viewer: Viewer) -> tuple[CircleFacts, ...]:
    return circles.orphans(viewer.session, viewer.workspace_id, limit=DUTIES_SHOWN + 1)


MINE = Entry("circles", Slot.COMING, Shelf.TALK, _mine)
ORPHANS = Entry("circles without a facilitator", Slot.FACILITATORS, Shelf.TALK, _orphans)
