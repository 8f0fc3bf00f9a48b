"""Kudos on Home: the latest thanks that somebody received, and their badges."""

from learning.core.sockets.home import Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.kudos import badges, kudos
from learning.kudos.badges import Earned
from learning.kudos.kudos import MyKudos

SHOWN = 3


def _thanks(viewer: Viewer) -> MyKudos:
    return kudos.mine(viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at, limit=SHOWN)


def _some(mine: MyKudos) -> bool:
    return bool(mine.received)


def _badges(viewer: Viewer) -> tuple[Earned, ...]:
    return badges.mine(viewer.session, viewer.workspace_id, viewer.member_id)


THANKS = Entry("thanks", Slot.MINE, Shelf.THANK, _thanks, _some)
BADGES = Entry("badges", Slot.MINE, Shelf.GROW, _badges, counted=False)
