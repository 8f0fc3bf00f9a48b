"""The setting for how long things are kept, as a field."""

from learning.privacy.settings import KEPT_DAYS, RETENTION_DAYS
from messages.core import fields
from messages.core.sockets.settings import Field

FIELDS = (
    Field(
        RETENTION_DAYS,
        "Days to keep things",
        lambda now: fields.whole(RETENTION_DAYS.name, now, *KEPT_DAYS),
        "Older words of questions, answers and thanks are deleted. Empty: everything is kept.",
        optional=True,
    ),
)
