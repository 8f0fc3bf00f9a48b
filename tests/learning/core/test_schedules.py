"""What comes again, by its laws: across clock changes, after outages, and however often one looks."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import rhythms
from learning.circles.rhythms import Rhythm
from learning.core import schedules, wallclock
from learning.core.schedules import Occurrence, Plan
from storage.models.schedules import Schedule
from storage.models.workspace import Topic
from tests.learning.lunches.lunching import memory

ZONES = ("Europe/Lisbon", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe")
"""Clocks that change by an hour, at midnight once, never, and by half an hour."""
BEGIN = datetime(2017, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=4 * 365)

rules = st.one_of(
    st.builds(
        lambda repeat, day: Rhythm(repeat, day).rule, st.sampled_from(rhythms.REPEATS), st.integers(0, 6)
    ),
    st.sampled_from(["FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=-1"]),
)
walls = st.builds(
    datetime.combine,
    st.dates(date(2017, 1, 1), date(2019, 12, 31)),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59])),
)
zones = st.sampled_from(ZONES)
instants = st.builds(
    lambda seconds: BEGIN + timedelta(seconds=seconds), st.integers(0, int(YEARS.total_seconds()))
)


def first(rule: str, local: datetime, zone: str, at: datetime, number: int = 60) -> list[datetime]:
    coming = schedules.after(rule, local, zone, at)
    return [one for _, one in zip(range(number), coming, strict=False)]


@given(rules, walls, zones, instants)
@settings(max_examples=150, deadline=None)
def test_occurrences_grow_strictly_one_a_local_date_after_the_instant_asked_for(
    rule: str, local: datetime, zone: str, at: datetime
) -> None:
    found = first(rule, local, zone, at)
    assert found
    assert all(one > at for one in found)
    assert all(one < other for one, other in pairwise(found))
    days = [wallclock.wall(one, zone).date() for one in found]
    assert len(set(days)) == len(days)


@given(rules, walls, zones, instants)
@settings(max_examples=150, deadline=None)
def test_the_wall_time_is_kept_and_one_in_a_gap_moves_to_its_end(
    rule: str, local: datetime, zone: str, at: datetime
) -> None:
    place = ZoneInfo(zone)
    for one in first(rule, local, zone, at):
        wall = wallclock.wall(one, zone)
        if wall.time() == local.time():
            # Of a wall time that comes twice, it is the first.
            assert one.astimezone(place).fold == 0
            continue
        # The clock never showed it: a second before, it was not yet there, and now it is beyond.
        before = wallclock.wall(one - timedelta(seconds=1), zone)
        wanted = datetime.combine(wall.date(), local.time())
        assert before < wanted < wall


@given(rules, walls, zones, instants, instants)
@settings(max_examples=150, deadline=None)
def test_where_one_begins_to_look_does_not_matter(
    rule: str, local: datetime, zone: str, at: datetime, other: datetime
) -> None:
    early, late = min(at, other), max(at, other)
    until = late + timedelta(days=200)

    def upto(begin: datetime) -> list[datetime]:
        return list(takewhile(lambda one: one <= until, schedules.after(rule, local, zone, begin)))

    assert [one for one in upto(early) if one > late] == upto(late)


@given(rules, walls, zones, instants, st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_none_comes_after_its_last_day(
    rule: str, local: datetime, zone: str, at: datetime, days: int
) -> None:
    until = local.date() + timedelta(days=days)
    found = list(schedules.after(rule, local, zone, at, until=until))
    assert all(wallclock.wall(one, zone).date() <= until for one in found)
    horizon = wallclock.instant(datetime.combine(until + timedelta(days=1), time(0)), zone)
    assert found == list(takewhile(lambda one: one < horizon, schedules.after(rule, local, zone, at)))


@given(
    rules,
    walls,
    zones,
    st.lists(st.integers(60, 40 * 24 * 3600), min_size=1, max_size=12),
    st.sampled_from([timedelta(0), timedelta(hours=6), timedelta(days=3)]),
)
@settings(max_examples=100, deadline=None)
def test_each_occurrence_is_handed_out_once_whatever_the_ticks(
    rule: str, local: datetime, zone: str, steps: list[int], of_use: timedelta
) -> None:
    begin = wallclock.instant(local, zone) - timedelta(days=1)
    acted: list[tuple[datetime, datetime]] = []
    missed: list[datetime] = []

    def act(_: Session, occurrence: Occurrence, *, at: datetime) -> None:
        acted.append((occurrence.at, at))

    def miss(_: Session, occurrence: Occurrence, *, at: datetime) -> None:
        missed.append(occurrence.at)

    plans = {"x": Plan(act, miss, of_use)}
    with memory() as session:
        schedules.put(session, "T1", "x", 1, rule, local, zone, at=begin)
        at = begin
        for step in steps:
            at += timedelta(seconds=step)
            schedules.fall_due(session, plans, at=at)
            schedules.fall_due(session, plans, at=at)
        due = list(takewhile(lambda one: one <= at, schedules.after(rule, local, zone, begin)))
        assert sorted([one for one, _ in acted] + missed) == due
        assert max(Counter(missed + [one for one, _ in acted]).values(), default=1) == 1
        assert all(when - one <= of_use for one, when in acted)
        # At most one a tick: of several that were missed together, the last.
        assert len({when for _, when in acted}) == len(acted)
        assert schedules.upcoming(session, "T1", "x", 1) == next(schedules.after(rule, local, zone, at))


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        # Lisbon skips 01:00 to 02:00 on 29 March 2026, and has 01:00 to 02:00 twice on 25 October.
        ("Europe/Lisbon", "2026-03-29T01:30", "2026-03-29T01:00"),
        ("Europe/Lisbon", "2026-10-25T01:30", "2026-10-25T00:30"),
        # São Paulo's clocks went forward at midnight until 2018: that day began at 01:00.
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00"),
        # Lord Howe's go forward by half an hour, from 02:00 to 02:30.
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Asia/Kolkata", "2026-03-29T01:30", "2026-03-28T20:00"),
    ],
)
def test_known_clock_changes(zone: str, local: str, expected: str) -> None:
    wall = datetime.fromisoformat(local)
    due = datetime.fromisoformat(f"{expected}+00:00")
    assert next(schedules.after("FREQ=DAILY", wall, zone, due - timedelta(hours=1))) == due


def nothing(_: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """Acts on it, and leaves no trace."""


def test_putting_it_again_as_it_was_changes_nothing_and_otherwise_begins_anew(session: Session) -> None:
    local, at = datetime(2026, 3, 3, 10), datetime(2026, 3, 1, tzinfo=UTC)  # noqa: DTZ001 - a wall time
    weekly = "FREQ=WEEKLY;BYDAY=TU"

    def put(rule: str, at: datetime, until: date | None = None) -> datetime | None:
        return schedules.put(session, "T1", "x", 1, rule, local, "UTC", until=until, at=at)

    assert put(weekly, at) == datetime(2026, 3, 3, 10, tzinfo=UTC)
    late = at + timedelta(days=30)
    # What fell due meanwhile is still there to be acted on.
    assert put(weekly, late) == datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert put(f"{weekly};INTERVAL=2", late) == datetime(2026, 3, 31, 10, tzinfo=UTC)
    assert put(weekly, late, date(2026, 3, 10)) is None
    assert schedules.fall_due(session, {"x": Plan(nothing, nothing, timedelta(0))}, at=late) == 0
    schedules.drop(session, "T1", "x", 1)
    assert session.query(Schedule).count() == 0
    assert schedules.upcoming(session, "T1", "x", 1) is None


def test_a_rule_that_is_none_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="SOMETIMES"):
        schedules.put(session, "T1", "x", 1, "FREQ=SOMETIMES", datetime(2026, 1, 1), "UTC", at=BEGIN)  # noqa: DTZ001


def test_only_kinds_with_a_plan_are_acted_on(session: Session) -> None:
    for kind in ("x", "y"):
        schedules.put(session, "T1", kind, 1, "FREQ=DAILY", datetime(2026, 1, 1), "UTC", at=BEGIN)  # noqa: DTZ001
    plans = {"x": Plan(nothing, nothing, timedelta(0))}
    assert schedules.fall_due(session, plans, at=datetime(2026, 1, 5, tzinfo=UTC)) == 1


def test_one_that_goes_wrong_stays_due_and_holds_up_no_other(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    at, done = datetime(2026, 1, 1, 10, tzinfo=UTC), list[int]()
    nine = at.replace(hour=9, tzinfo=None)
    for subject in (1, 2, 3):
        schedules.put(session, "T1", "x", subject, "FREQ=DAILY", nine, "UTC", at=at - timedelta(hours=2))
    broken = {2}

    def act(session: Session, one: Occurrence, *, at: datetime) -> None:
        session.add(Topic(workspace_id="T1", name=f"topic-{one.subject_id}"))
        session.flush()
        if one.subject_id in broken:
            raise ZeroDivisionError
        done.append(one.subject_id)

    plans = {"x": Plan(act, act, timedelta(hours=6))}
    assert schedules.fall_due(session, plans, at=at) == 2
    session.commit()
    assert "What was due of x 2 went wrong" in caplog.text
    assert [*session.scalars(select(Topic.name).order_by(Topic.name))] == ["topic-1", "topic-3"]
    broken.clear()
    assert schedules.fall_due(session, plans, at=at) == 1
    assert done == [1, 3, 2]


def test_the_earliest_of_all_that_comes_again_is_known(session: Session) -> None:
    assert schedules.earliest(session) is None
    for subject, day in ((1, 4), (2, 2)):
        begin = datetime.combine(date(2017, 5, day), time(9))
        schedules.put(session, "T1", "circles", subject, "FREQ=DAILY", begin, "UTC", at=BEGIN)
    assert schedules.earliest(session) == datetime(2017, 5, 2, 9, tzinfo=UTC)
