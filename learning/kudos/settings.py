"""The settings for thanks and their weekly roundup."""

import re

from learning.core import checks
from learning.core.errors import LearningError
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Part, Said, Setting
from learning.core.sockets.time import WeeklyPost
from learning.kudos import names

MOST_KUDOS = 50
TAKEN = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
"""Emoji that accept an answer."""


def _emoji(said: Said, field: str) -> str:
    name = checks.text(said).strip().strip(":").split("::")[0].casefold()
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise LearningError("Write one emoji's name, like :tada:.", field=field)
    if name in TAKEN:
        raise LearningError("That one accepts answers already. Choose another.", field=field)
    return name


KUDOS_CHANNEL: Setting[str | None] = Setting(
    "kudos_channel", None, checks.channel, Part.CHANNELS, Shelf.THANK, channel=True
)
"""Where thanks are shown; None means where they are given, and no roundup."""
ROUNDUP_DAY = Setting("roundup_day", 4, checks.day, Part.CLOSING, Shelf.THANK)
ROUNDUP_TIME = Setting("roundup_time", "15:00", checks.clock, Part.CLOSING, Shelf.THANK)
KUDOS_ALLOWANCE = Setting("kudos_allowance", 5, checks.whole(1, MOST_KUDOS), Part.OWN, Shelf.THANK)
"""How many people one may thank a day."""
KUDOS_EMOJI = Setting("kudos_emoji", "tada", _emoji, Part.OWN, Shelf.THANK)
"""The name of the emoji that thanks, without colons and skin tone."""
RANKING = Setting("ranking", False, checks.is_ticked, Part.OWN, Shelf.THANK)
"""Whether the roundup ranks people."""
SETTINGS = (KUDOS_CHANNEL, ROUNDUP_DAY, ROUNDUP_TIME, KUDOS_ALLOWANCE, KUDOS_EMOJI, RANKING)
ROUNDUP = WeeklyPost(names.Schedules.ROUNDUP, ROUNDUP_DAY, ROUNDUP_TIME)
