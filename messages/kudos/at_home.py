"""Kudos on Home: the latest thanks that somebody received, and their badges."""

from slackblocks import Block, Button, DividerBlock

from learning.core.sockets.order import Shelf
from learning.kudos import at_home
from learning.kudos.kudos import MyKudos
from messages.core.sockets.home import Door, Section
from messages.core.text import label
from messages.kudos import badges, ids, kudos


def thanks(found: MyKudos) -> list[Block]:
    shown = kudos.mine(found)
    return [DividerBlock(), *shown] if shown else []


THANKS = Section(at_home.THANKS, thanks)
BADGES = Section(at_home.BADGES, badges.mine)
THANK = Door(Shelf.THANK, Button(label("Thank someone"), ids.KUDOS_OPEN, value="open"))
