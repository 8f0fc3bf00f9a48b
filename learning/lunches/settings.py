"""The settings for lunch-and-learns."""

from learning.core import checks
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Part, Setting

LUNCHES_CHANNEL: Setting[str | None] = Setting(
    "lunches_channel", None, checks.channel, Part.CHANNELS, Shelf.GATHER, channel=True
)
"""What the form for a lunch begins with."""
SETTINGS = (LUNCHES_CHANNEL,)
