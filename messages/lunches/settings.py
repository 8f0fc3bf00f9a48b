"""The settings for lunch-and-learns, as fields."""

from learning.lunches.settings import LUNCHES_CHANNEL
from messages.core import fields

FIELDS = (
    fields.channel(
        LUNCHES_CHANNEL,
        "Lunch-and-learns",
        "What the form for a lunch begins with. Until one is chosen, the channel one is in.",
        unset="*Lunch-and-learns* are announced in the channel that their host chooses.",
    ),
)
