"""Working hours in a person's own zone, across weekends and daylight saving."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.core import hours

ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo")
INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)


@given(INSTANTS, st.sampled_from(ZONES))
def test_the_next_working_instant_is_never_before_and_always_within(at: datetime, zone: str) -> None:
    found = hours.next_working(at, zone)
    local = found.astimezone(hours.zone_of(zone))
    assert found >= at
    assert local.weekday() < 5
    assert time(9) <= local.time() < time(17)
    assert hours.is_working(found, zone)


@given(INSTANTS, st.sampled_from(ZONES), st.integers(0, 60 * 30), st.integers(0, 60 * 30))
def test_working_time_adds_up(at: datetime, zone: str, one: int, two: int) -> None:
    first = hours.after(at, timedelta(minutes=one), zone)
    both = hours.after(first, timedelta(minutes=two), zone)
    assert both == hours.after(at, timedelta(minutes=one + two), zone)
    assert first >= at


@pytest.mark.parametrize(
    ("at", "working", "then"),
    [
        ("2026-03-02T09:00", 4, "2026-03-02T13:00"),
        ("2026-03-02T15:00", 4, "2026-03-03T11:00"),
        ("2026-03-06T16:00", 4, "2026-03-09T12:00"),
        ("2026-03-07T12:00", 1, "2026-03-09T10:00"),
        ("2026-03-02T03:00", 8, "2026-03-02T17:00"),
    ],
)
def test_nights_and_weekends_do_not_count(at: str, working: int, then: str) -> None:
    begun = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert hours.after(begun, timedelta(hours=working), "UTC") == datetime.fromisoformat(then).replace(
        tzinfo=UTC
    )


def test_a_working_day_begins_at_nine_before_and_after_the_clocks_change() -> None:
    friday_evening = datetime(2026, 3, 27, 20, tzinfo=UTC)
    assert hours.next_working(friday_evening, "Europe/Lisbon") == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_an_unknown_zone_is_utc_and_a_working_day_is_eight_hours() -> None:
    assert hours.zone_of("Nowhere/Land").key == "UTC"
    assert hours.zone_of("../etc/passwd").key == "UTC"
    assert hours.USUAL.a_day == timedelta(hours=8)


def test_more_than_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match="more than a year"):
        hours.after(datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=200), "UTC")
