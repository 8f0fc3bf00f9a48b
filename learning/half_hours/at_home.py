"""Half hours on Home: those that wait for somebody."""

from typing import NamedTuple

from learning.core.sockets.home import Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.half_hours import half_hours
from learning.half_hours.half_hours import Meeting

SHOWN = 2
"""How many are shown; the oldest of more."""


class MyMeetings(NamedTuple):
    """One member's half hours."""

    member_id: str
    meetings: tuple[Meeting, ...]


def _mine(viewer: Viewer) -> MyMeetings:
    found = half_hours.mine(viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at, limit=SHOWN)
    return MyMeetings(viewer.member_id, found)


def _some(mine: MyMeetings) -> bool:
    return bool(mine.meetings)


MINE = Entry("half hours", Slot.WAITING, Shelf.PAIR, _mine, _some)
