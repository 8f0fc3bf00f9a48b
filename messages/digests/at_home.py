"""The digest on Home: the week so far, for admins."""

from slackblocks import Button

from learning.core.sockets.home import Slot
from learning.core.sockets.order import Shelf
from messages.core.sockets.home import Door
from messages.core.text import label
from messages.digests import ids

WEEK = Door(Shelf.GROW, Button(label("The week so far"), ids.HOME_WEEK), Slot.ADMINS)
