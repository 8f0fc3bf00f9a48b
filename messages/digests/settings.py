"""The settings for the weekly digest, as fields."""

from learning.digests.settings import ADMIN_CHANNEL, DIGEST_DAY, DIGEST_TIME
from messages.core import fields

FIELDS = (
    fields.channel(
        ADMIN_CHANNEL,
        "Admins",
        "For the weekly digest. Until one is chosen, only admins who ask for it get it.",
        unset="*The weekly digest* goes only to the admins who ask for it in their preferences.",
    ),
    fields.day(DIGEST_DAY, "Digest: day"),
    fields.clock(DIGEST_TIME, "Digest: time"),
)
