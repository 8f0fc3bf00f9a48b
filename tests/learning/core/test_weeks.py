"""Weeks begin on Monday, 00:00, on the workspace's own clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.core import weeks
from learning.core.weeks import Week

ZONES = ["UTC", "Europe/Lisbon", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kolkata", "Africa/Cairo"]
BEGIN, END = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2060-01-01")


@pytest.mark.parametrize(
    ("monday", "hours"),
    [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169), (date(2026, 6, 1), 168)],
)
def test_a_week_across_a_clock_change_is_an_hour_shorter_or_longer(monday: date, hours: int) -> None:
    week = Week(monday, "Europe/Lisbon")
    assert week.until - week.since == timedelta(hours=hours)
    assert week.until == week.back(-1).since


def test_the_last_minute_of_sunday_is_in_the_week_and_midnight_is_not() -> None:
    week = Week(date(2026, 3, 2), "Asia/Kolkata")
    assert week.since == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    assert weeks.week_of(week.until - timedelta(microseconds=1), week.zone) == week
    assert weeks.week_of(week.until, week.zone) == week.back(-1)
    assert week.sunday == date(2026, 3, 8)


@given(st.datetimes(BEGIN, END, timezones=st.just(UTC)), st.sampled_from(ZONES))
def test_each_instant_lies_in_one_week(at: datetime, zone: str) -> None:
    week = weeks.week_of(at, zone)
    assert week.monday.weekday() == 0
    assert week.since <= at < week.until
    assert week.before.until == week.since
