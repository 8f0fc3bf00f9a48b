"""Half hours on Home: who would like one, and whom somebody has still to meet."""

from slackblocks import Block

from learning.half_hours import at_home
from learning.half_hours.at_home import MyMeetings
from messages.core.sockets.home import Section
from messages.half_hours import half_hours as render


def mine(found: MyMeetings) -> list[Block]:
    return render.mine(found.meetings, found.member_id)


MINE = Section(at_home.MINE, mine)
