"""When a lunch comes again, and what a wall time means: one occurrence a local date, across clock changes."""

import calendar
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ONCE, WEEKLY, FORTNIGHTLY, MONTHLY = "once", "weekly", "fortnightly", "monthly"
LONGEST = timedelta(days=366)
"""How far ahead a series may reach."""
_STEP = {WEEKLY: timedelta(weeks=1), FORTNIGHTLY: timedelta(weeks=2)}


def instant(local: datetime, zone: str) -> datetime:
    """The UTC instant of a naive wall time in an IANA zone.

    A time that comes twice is its first; one in the gap of a spring change moves to the gap's end.
    """
    place = zone_info(zone)
    first = local.replace(tzinfo=place, fold=0).astimezone(UTC)
    if first.astimezone(place).replace(tzinfo=None) == local:
        return first
    # Read with the offset from before the change it is past the gap, with the one from after before it.
    before, after = local.replace(tzinfo=place, fold=1).astimezone(UTC), first
    return change(before, after, place)


def change(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The instant between two others, to the second, at which a zone's clocks were changed."""
    old = before.astimezone(place).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(place).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def wall(at: datetime, zone: str) -> datetime:
    """The naive wall time of an instant in an IANA zone."""
    return at.astimezone(zone_info(zone)).replace(tzinfo=None)


def zone_info(zone: str) -> ZoneInfo:
    """A zone by its IANA name; UTC for one that nobody knows."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def dates(first: date, repeat: str, until: date) -> tuple[date, ...]:
    """The days of a series, its first one among them, up to and with `until`.

    Monthly means the same day of the month; where a month is too short for it, its last day.
    """
    if repeat not in (WEEKLY, FORTNIGHTLY, MONTHLY):
        return (first,)
    days, count = [first], 1
    while (day := _nth(first, repeat, count)) <= until:
        days.append(day)
        count += 1
    return tuple(days)


def rearrange(
    days: Sequence[date], old: tuple[str, date], new: tuple[str, date]
) -> tuple[set[date], tuple[date, ...]]:
    """The days of a series that stay, and those that are added, when it gets a new rhythm.

    `days` are those to come, the first one first; a rhythm is how it repeats, and its last day. With the same
    repetition only the end moves, so that what was moved or cancelled by hand stays so.
    """
    repeat, until = new
    wanted = dates(days[0], repeat, until)
    if repeat == old[0]:
        last = max(old[1], *days)
        return {day for day in days if day <= until}, tuple(day for day in wanted if day > last)
    return set(days) & set(wanted), tuple(day for day in wanted if day not in days)


def _nth(first: date, repeat: str, count: int) -> date:
    if repeat != MONTHLY:
        return first + count * _STEP[repeat]
    years, month = divmod(first.month - 1 + count, 12)
    year, month = first.year + years, month + 1
    # From the first day each time: the 31st comes back after a February.
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
