"""Working hours: when a person may be asked for their time, in their own zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """The working days (Monday is 0) and the local hours between which people are asked; no holidays."""

    days: frozenset[int] = frozenset(range(5))
    begin: time = time(9)
    end: time = time(17)
    holidays: frozenset[date] = frozenset()

    @property
    def a_day(self) -> timedelta:
        """How long one working day is."""
        today = date(2026, 1, 1)
        return datetime.combine(today, self.end) - datetime.combine(today, self.begin)


USUAL = Hours()


@lru_cache(maxsize=1000)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_working(at: datetime, zone: str, hours: Hours = USUAL) -> bool:
    """Whether `at` (aware) lies within someone's working hours."""
    return next_working(at, zone, hours) == at


def next_working(at: datetime, zone: str, hours: Hours = USUAL) -> datetime:
    """`at` itself within working hours, else the beginning of the next ones, in UTC."""
    for begin, end in _spans(at, zone, hours):
        if at < end:
            return max(at, begin).astimezone(UTC)
    return at.astimezone(UTC)  # Two months of holidays: somebody has to be asked some day.


def after(at: datetime, working: timedelta, zone: str, hours: Hours = USUAL) -> datetime:
    """The instant (UTC) by which so much working time has passed since `at`; real hours, not wall hours."""
    left = working
    for begin, end in _spans(at, zone, hours, days=366):
        begin = max(begin, at)
        if begin >= end:
            continue
        if begin + left <= end:
            return begin + left
        left -= end - begin
    raise ValueError(f"{working} is more than a year's work")


def _spans(at: datetime, zone: str, hours: Hours, days: int = 60) -> Iterator[tuple[datetime, datetime]]:
    """The working spans from the day of `at` on, in UTC, one after the other."""
    place = zone_of(zone)
    first = at.astimezone(place).date()
    for number in range(days):
        day = first + timedelta(days=number)
        if day.weekday() in hours.days and day not in hours.holidays:
            yield _instant(day, hours.begin, place), _instant(day, hours.end, place)


@lru_cache(maxsize=4096)
def _instant(day: date, wall: time, place: ZoneInfo) -> datetime:
    """A local wall time in UTC: the first of two; one in a gap counts by the offset before it."""
    return datetime.combine(day, wall, tzinfo=place).astimezone(UTC)
