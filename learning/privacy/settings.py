"""The setting for how long things are kept."""

from learning.core import checks
from learning.core.sockets.settings import Part, Setting

KEPT_DAYS = (30, 3650)
"""The fewest and the most days that can be chosen."""
RETENTION_DAYS: Setting[int | None] = Setting(
    "retention_days", None, checks.optional(checks.whole(*KEPT_DAYS)), Part.KEPT
)
"""After how many days words and names go; None keeps everything."""
SETTINGS = (RETENTION_DAYS,)
