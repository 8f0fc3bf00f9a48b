"""The settings for questions, as fields."""

from learning.questions.settings import QUESTIONS_CHANNEL
from messages.core import fields

FIELDS = (
    fields.channel(
        QUESTIONS_CHANNEL,
        "Questions",
        "Until one is chosen, questions stay in the channel where they are asked.",
        unset="*Questions* are asked wherever people type `/learn`.",
    ),
)
