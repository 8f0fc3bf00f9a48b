"""The settings for thanks and their weekly roundup, as fields."""

from slackblocks import CheckboxGroup, Option, PlainTextInput

from learning.kudos.settings import (
    KUDOS_ALLOWANCE,
    KUDOS_CHANNEL,
    KUDOS_EMOJI,
    MOST_KUDOS,
    RANKING,
    ROUNDUP_DAY,
    ROUNDUP_TIME,
)
from messages.core import fields
from messages.core.sockets.settings import Field
from messages.core.text import label

HEADING = "Thanks"


def _ranking(is_on: bool) -> CheckboxGroup:
    on = [Option(label("Rank people in the roundup"), "on")]
    return CheckboxGroup(RANKING.name, on, initial_options=on if is_on else None)


FIELDS = (
    fields.channel(
        KUDOS_CHANNEL,
        "Kudos",
        "For thanks and their weekly roundup. Until one is chosen, thanks show where they are given, and "
        "there is no roundup.",
        unset="*Thanks* are shown where they are given, and the weekly roundup is left out.",
    ),
    fields.day(ROUNDUP_DAY, "Roundup of thanks: day"),
    fields.clock(ROUNDUP_TIME, "Roundup of thanks: time"),
    Field(
        KUDOS_ALLOWANCE,
        "Thanks a person may give a day",
        lambda now: fields.whole(KUDOS_ALLOWANCE.name, now, 1, MOST_KUDOS),
        "Counted for each person thanked.",
        heading=HEADING,
    ),
    Field(
        KUDOS_EMOJI,
        "Emoji that gives thanks",
        lambda now: PlainTextInput(KUDOS_EMOJI.name, initial_value=f":{now}:", max_length=102),
        "As a reaction to a message, it thanks whoever wrote it.",
        shown=lambda name: f":{name}:",
        heading=HEADING,
    ),
    Field(
        RANKING,
        "Ranking",
        _ranking,
        "Without it nobody is compared: those thanked for the first time come first.",
        optional=True,
        heading=HEADING,
    ),
)
