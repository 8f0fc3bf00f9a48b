"""A series keeps its wall time: across clock changes in every zone, and at the ends of months."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.core import wallclock

wall = datetime.fromisoformat
ZONES = ("Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")
MOMENTS = st.datetimes(wall("2024-01-01T00:00"), wall("2030-01-01T00:00")).map(
    lambda at: at.replace(second=0, microsecond=0)
)
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def exists(local: datetime, zone: str) -> bool:
    place = ZoneInfo(zone)
    return local.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None) == local


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_wall_time_is_what_clocks_there_show_then(local: datetime, zone: str) -> None:
    at = wallclock.instant(local, zone)
    if exists(local, zone):
        assert wallclock.wall(at, zone) == local
    else:
        assert wallclock.wall(at - timedelta(seconds=1), zone) < local < wallclock.wall(at, zone)


@given(MOMENTS, st.sampled_from(ZONES))
def test_of_a_time_that_comes_twice_the_first_is_meant(local: datetime, zone: str) -> None:
    at = wallclock.instant(local, zone)
    for earlier in (timedelta(minutes=30), timedelta(hours=1)):
        assert wallclock.wall(at - earlier, zone) != local


@pytest.mark.parametrize(
    ("zone", "local", "end"),
    [
        ("Europe/Lisbon", "2026-03-29T01:30", "2026-03-29T02:00"),
        ("America/New_York", "2026-03-08T02:00", "2026-03-08T03:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:30"),
        ("America/Santiago", "2026-09-06T00:59", "2026-09-06T01:00"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-31T00:00"),
    ],
)
def test_a_time_in_the_gap_moves_to_the_gaps_end(zone: str, local: str, end: str) -> None:
    assert (
        wallclock.wall(wallclock.instant(datetime.fromisoformat(local), zone), zone).isoformat("T", "minutes")
        == end
    )


@given(
    DAYS, st.integers(0, 23), st.sampled_from(ZONES), st.sampled_from(["weekly", "fortnightly", "monthly"])
)
def test_a_series_shows_the_same_time_on_the_wall_at_each_sitting(
    first: date, hour: int, zone: str, repeat: str
) -> None:
    days = wallclock.dates(first, repeat, first + timedelta(days=366))
    for day in days:
        local = datetime.combine(day, time(hour, 30))
        shown = wallclock.wall(wallclock.instant(local, zone), zone)
        assert shown == local or not exists(local, zone)
    assert len({wallclock.instant(datetime.combine(d, time(hour)), zone) for d in days}) == len(days)


@given(DAYS, st.integers(0, 366), st.sampled_from(["weekly", "fortnightly", "monthly"]))
def test_a_series_has_one_sitting_a_date_and_none_past_its_end(first: date, length: int, repeat: str) -> None:
    until = first + timedelta(days=length)
    days = wallclock.dates(first, repeat, until)
    assert days[0] == first
    assert list(days) == sorted(set(days))
    assert days[-1] <= until or days == (first,)
    if repeat == "monthly":
        assert all(day.day == first.day or (day + timedelta(days=1)).day == 1 for day in days)
        assert [(day.year, day.month) for day in days] == [
            ((first.year * 12 + first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1)
            for n in range(len(days))
        ]
    else:
        step = 7 if repeat == "weekly" else 14
        assert {(b - a).days for a, b in pairwise(days)} <= {step}


def test_the_last_of_a_month_comes_back_after_a_short_month() -> None:
    days = wallclock.dates(date(2026, 1, 31), "monthly", date(2026, 5, 31))
    assert [day.day for day in days] == [31, 28, 31, 30, 31]


def test_once_is_once_and_an_unknown_zone_is_utc() -> None:
    assert wallclock.dates(date(2026, 1, 31), "once", date(2027, 1, 31)) == (date(2026, 1, 31),)
    assert wallclock.instant(wall("2026-01-01T12:00"), "Mars/Base") == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert wallclock.instant(wall("2026-01-01T12:00"), "") == datetime(2026, 1, 1, 12, tzinfo=UTC)
