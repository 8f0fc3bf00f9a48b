"""Weekly posts: when each comes, as the workspace's settings say."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy.orm import Session

from learning.core import features, schedules
from learning.core.sockets.time import WeeklyPost
from learning.workspace import settings
from storage import discovery

MONDAY = date(2024, 1, 1)
"""Any Monday gone by, always the same one: weeks are counted from it."""


@cache
def posts() -> Mapping[str, WeeklyPost]:
    """The weekly posts of all activities by their kinds of schedule."""
    return discovery.unique(
        "weekly posts",
        (
            (activity, post.kind, post)
            for activity, feature in features.features().items()
            for post in feature.time.weekly
        ),
    )


def arrange(session: Session, workspace_id: str, *, at: datetime) -> None:
    """Brings their schedules in line with the settings; one that is in line already stays as it is.

    A schedule's subject is 0, the workspace itself.
    """
    chosen, zone = settings.get(session, workspace_id), settings.zone(session, workspace_id)
    for post in posts().values():
        day, hour = chosen[post.day], chosen[post.hour]
        first = datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(hour))
        rule = f"FREQ=WEEKLY;BYDAY={schedules.DAYS[day]}"
        schedules.put(session, workspace_id, post.kind, 0, rule, first, zone, at=at)
