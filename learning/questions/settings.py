"""The settings for questions."""

from learning.core import checks
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Part, Setting

QUESTIONS_CHANNEL: Setting[str | None] = Setting(
    "questions_channel", None, checks.channel, Part.CHANNELS, Shelf.ASK, channel=True, environment=True
)
"""Where questions go; None means wherever they are asked."""
SETTINGS = (QUESTIONS_CHANNEL,)
