"""Calendar files: what a calendar reads in them, when something changes, and in which zone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from learning.core import wallclock
from learning.lunches import calendar_files
from learning.lunches.lunches import Card

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
wall = datetime.fromisoformat
LOCAL = wall("2026-03-31T12:00")
ZONES = ("Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")


def card(local: datetime = LOCAL, zone: str = "Europe/Lisbon", **more: Any) -> Card:
    facts: dict[str, Any] = {
        "lunch_id": 7,
        "title": "Kubernetes, gently",
        "takeaways": "You'll read a manifest; and like it.",
        "topics": ("kubernetes",),
        "host_id": "UBEN",
        "local": local,
        "zone": zone,
        "starts_at": wallclock.instant(local, zone),
        "minutes": 45,
        "seats": 3,
        "held": 0,
        "waiting": 0,
        "place": "Room 4, second floor",
        "channel_id": "C1",
        "state": "open",
        "closed": False,
        "why": "",
        "recording": "",
        "slides": "",
        "version": 0,
        "sequence": 0,
        "uid": "abc",
        "link": "",
    }
    return Card(**facts | more)


def read(facts: Card) -> tuple[Calendar, Event]:
    shown = Calendar.from_ical(
        calendar_files.file(
            facts,
            facts.sequence,
            host="Ben Okafor",
            url="https://x.example/p1",
            stamp=NOW,
            cancelled=facts.state == "cancelled",
        )
    )
    assert isinstance(shown, Calendar)
    return shown, shown.events[0]


def test_a_calendar_reads_title_time_place_and_two_alarms() -> None:
    shown, event = read(card())
    assert shown["method"] == "PUBLISH"
    assert str(event["summary"]) == "Kubernetes, gently"
    assert str(event["location"]) == "Room 4, second floor"
    assert event.start == datetime(2026, 3, 31, 12, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert event.end - event.start == timedelta(minutes=45)
    assert "You'll read a manifest; and like it." in str(event["description"])
    assert event["organizer"].params["CN"] == "Ben Okafor"
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [
        -timedelta(days=1),
        -timedelta(minutes=10),
    ]
    assert event["dtstart"].params["TZID"] == "Europe/Lisbon"


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    before, after = read(card())[1], read(card(sequence=1, place="Room 5"))[1]
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_a_cancellation_cancels_the_same_event_without_alarms() -> None:
    shown, event = read(card(sequence=2, state="cancelled", why="Ben is ill"))
    assert shown["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["uid"] == read(card())[1]["uid"]
    assert event.walk("VALARM") == []
    assert "Cancelled: Ben is ill" in str(event["description"])


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_in_the_file_has_the_offsets_of_the_zone(zone: str) -> None:
    place = ZoneInfo(zone)
    written = calendar_files.zone(zone, 2026)
    parts = sorted(written.subcomponents, key=lambda part: part["dtstart"].dt - part["tzoffsetfrom"].td)
    at = datetime(2025, 1, 1, tzinfo=UTC)
    while at < datetime(2028, 1, 1, tzinfo=UTC):
        begun = [p for p in parts if p["dtstart"].dt - p["tzoffsetfrom"].td <= at.replace(tzinfo=None)]
        assert begun[-1]["tzoffsetto"].td == at.astimezone(place).utcoffset(), at
        at += timedelta(minutes=30)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=150),
    st.datetimes(wall("2025-01-01T00:00"), wall("2030-01-01T00:00")),
    st.sampled_from(ZONES),
)
def test_whatever_the_title_and_the_time_a_calendar_reads_the_same(
    title: str, local: datetime, zone: str
) -> None:
    local = local.replace(second=0, microsecond=0)
    event = read(card(local, zone, title=title))[1]
    assert str(event["summary"]) == title
    assert event.start.astimezone(UTC) == wallclock.instant(local, zone)


def test_a_file_has_a_name_of_its_own_for_each_change() -> None:
    assert calendar_files.filename(card(), 0) == "lunch-7-0.ics"
    assert calendar_files.filename(card(), 3) == "lunch-7-3.ics"


def test_the_link_for_web_calendars_has_both_ends_in_utc() -> None:
    asked = parse_qs(urlsplit(calendar_files.web_link(card(), host="Ben")).query)
    assert asked["dates"] == ["20260331T110000Z/20260331T114500Z"]
    assert asked["text"] == ["Kubernetes, gently"]
    assert asked["location"] == ["Room 4, second floor"]
    assert (
        len(calendar_files.web_link(card(title="€" * 150, takeaways="€" * 1500, place="€" * 500), host="B"))
        <= 2000
    )
