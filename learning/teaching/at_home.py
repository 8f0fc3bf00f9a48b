"""Teaching on Home: what somebody offers to teach, and what they would like to learn."""

from learning.core.sockets.home import Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.teaching import offers, wishes
from learning.teaching.offers import MyOffers
from learning.teaching.wishes import Wish


def _offers(viewer: Viewer) -> MyOffers:
    return offers.mine(viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at)


def _some(mine: MyOffers) -> bool:
    return bool(mine.offers)


def _wishes(viewer: Viewer) -> tuple[Wish, ...]:
    return wishes.mine(viewer.session, viewer.workspace_id, viewer.member_id)


OFFERS = Entry("offers", Slot.MINE, Shelf.TEACH, _offers, _some)
WISHES = Entry("wishes", Slot.MINE, Shelf.WANT, _wishes)
