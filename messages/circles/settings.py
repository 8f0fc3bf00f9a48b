"""The settings for circles, as fields."""

from learning.circles.settings import CIRCLES_CHANNEL
from messages.core import fields

FIELDS = (
    fields.channel(
        CIRCLES_CHANNEL,
        "Circles",
        "What the form for a circle begins with. Until one is chosen, the channel one is in.",
        unset="*Circles* meet in the channel that their facilitator chooses.",
    ),
)
