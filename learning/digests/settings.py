"""The settings for the weekly digest."""

from learning.core import checks
from learning.core.sockets.settings import Part, Setting
from learning.core.sockets.time import WeeklyPost
from learning.digests import names

ADMIN_CHANNEL: Setting[str | None] = Setting("admin_channel", None, checks.channel, Part.ADMINS, channel=True)
"""Where the digest is posted; None means that only admins who ask for it get it."""
DIGEST_DAY = Setting("digest_day", 0, checks.day, Part.OPENING)
DIGEST_TIME = Setting("digest_time", "09:00", checks.clock, Part.OPENING)
SETTINGS = (ADMIN_CHANNEL, DIGEST_DAY, DIGEST_TIME)
DIGEST = WeeklyPost(names.Schedules.WEEKLY, DIGEST_DAY, DIGEST_TIME)
