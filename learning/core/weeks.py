"""Weeks of a workspace: from Monday, 00:00, to the next one on its own wall clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from learning.core import wallclock


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on `monday` in an IANA zone; an hour shorter or longer where clocks change."""

    monday: date
    zone: str

    @property
    def since(self) -> datetime:
        """Its first instant, in UTC."""
        return wallclock.instant(datetime.combine(self.monday, time()), self.zone)

    @property
    def until(self) -> datetime:
        """The first instant after it, in UTC."""
        return self.back(-1).since

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> "Week":
        return self.back(1)

    def back(self, weeks: int) -> "Week":
        """The week so many weeks earlier."""
        return Week(self.monday - timedelta(weeks=weeks), self.zone)


def of_day(day: date, zone: str) -> Week:
    """The week that a date lies in."""
    return Week(day - timedelta(days=day.weekday()), zone)


def week_of(at: datetime, zone: str) -> Week:
    """The week that an instant lies in."""
    return of_day(wallclock.wall(at, zone).date(), zone)
