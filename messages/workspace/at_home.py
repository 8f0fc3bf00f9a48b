"""The workspace on Home: what admins decide for it."""

from slackblocks import Button

from learning.core.sockets.home import Slot
from learning.core.sockets.order import Shelf
from messages.core.sockets.home import Door
from messages.core.text import label
from messages.workspace import ids

SETTINGS = Door(Shelf.PEOPLE, Button(label("Settings"), ids.SETTINGS_OPEN, value="settings"), Slot.ADMINS)
ROLES = Door(Shelf.PEOPLE, Button(label("Roles"), ids.ROLES_OPEN, value="roles"), Slot.ADMINS)
