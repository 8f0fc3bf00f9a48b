"""The settings for circles."""

from learning.core import checks
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Part, Setting

CIRCLES_CHANNEL: Setting[str | None] = Setting(
    "circles_channel", None, checks.channel, Part.CHANNELS, Shelf.TALK, channel=True
)
"""What the form for a circle begins with."""
SETTINGS = (CIRCLES_CHANNEL,)
