"""The week's fixed posts: when the roundup and the digest come, as the workspace's settings say."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from learning.core import schedules
from learning.workspace import settings

ROUNDUP, DIGEST = "kudos.roundup", "digests.weekly"
"""The kinds of schedule; their subject is 0, the workspace itself."""
MONDAY = date(2024, 1, 1)
"""Any Monday gone by, always the same one: weeks are counted from it."""


def arrange(session: Session, workspace_id: str, *, at: datetime) -> None:
    """Brings both schedules in line with the settings; one that is in line already stays as it is."""
    chosen, zone = settings.get(session, workspace_id), settings.zone(session, workspace_id)
    for kind, day, hour in (
        (ROUNDUP, chosen.roundup_day, chosen.roundup_time),
        (DIGEST, chosen.digest_day, chosen.digest_time),
    ):
        first = datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(hour))
        rule = f"FREQ=WEEKLY;BYDAY={schedules.DAYS[day]}"
        schedules.put(session, workspace_id, kind, 0, rule, first, zone, at=at)
