"""Proposing a lunch on both databases: what the form says, checked, and the sittings that come of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.lunches import announcements, lunches, proposals, seats
from storage.models.lunches import Lunch
from tests.learning.lunches.lunching import ANA, BEN, NOW, C, T, owed, plan, propose, town, verbs


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"takeaways": "x" * 1501}, "takeaways"),
        ({"on": "2026-03-01"}, "date"),
        ({"on": "2026-03-02", "clock": "09:00"}, "date"),
        ({"on": "2029-03-02"}, "date"),
        ({"on": None}, "date"),
        ({"clock": None}, "time"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "-30"}, "minutes"),
        ({"minutes": "481"}, "minutes"),
        ({"minutes": "ten"}, "minutes"),
        ({"seats": "0"}, "seats"),
        ({"seats": "-1"}, "seats"),
        ({"seats": "2.5"}, "seats"),
        ({"place": "https://"}, "place"),
        ({"place": "http://meet"}, "place"),
        ({"place": "https://exa mple.com"}, "place"),
        ({"place": "ftp://files.example.com"}, "place"),
        ({"place": "http://[::1"}, "place"),
        ({"repeat": "weekly"}, "until"),
        ({"repeat": "weekly", "until": "2026-03-11"}, "until"),
        ({"repeat": "monthly", "until": "2027-04-01"}, "until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(LearningError) as refusal:
        plan(**given)
    assert refusal.value.field == field


def test_what_can_be_is_taken_as_meant() -> None:
    assert plan(seats="").seats is None
    assert plan(place="https://meet.example.com/a?b=1&c=2").place == "https://meet.example.com/a?b=1&c=2"
    assert plan(place="  Room\n4 ").place == "Room 4"
    assert plan(takeaways="All of #SQL", named=["Postgres"]).topics == ("postgres", "sql")
    assert plan(repeat="once", until="2020-01-01").until is None
    # One minute from now is not in the past, on the host's own clock.
    assert plan(on="2026-03-02", clock="18:01", zone="Asia/Tokyo").zone == "Asia/Tokyo"


def test_the_same_request_twice_is_one_lunch(session: Session) -> None:
    town(session)
    assert propose(session) == propose(session)
    assert verbs(session) == ["proposed"]
    assert owed(session, "card") == [C]


def test_a_series_has_sittings_of_its_own_each_announced_a_week_before(session: Session) -> None:
    town(session)
    proposed = proposals.propose(
        session, T, BEN, plan(repeat="weekly", until="2026-04-09"), request_key="v", at=NOW
    )
    rows = [session.get_one(Lunch, number) for number in proposed.lunch_ids]
    assert [row.local[:10] for row in rows] == [
        "2026-03-12", "2026-03-19", "2026-03-26", "2026-04-02", "2026-04-09"
    ]  # fmt: skip
    # Lisbon's clocks go forward on the 29th: noon stays noon.
    assert [row.starts_at.hour for row in rows] == [12, 12, 12, 11, 11]
    assert [row.state for row in rows] == ["open", "planned", "planned", "planned", "planned"]
    assert announcements.announce(session, at=rows[1].starts_at - timedelta(days=7)) == 1
    assert announcements.announce(session, at=rows[1].starts_at - timedelta(days=7)) == 0
    assert announcements.announce(session, at=rows[3].starts_at - timedelta(days=7)) == 2
    seats.join(session, T, ANA, rows[0].id, at=NOW)
    assert lunches.card(session, rows[1].id).held == 0


def test_the_last_of_the_month_stays_the_last_of_the_month(session: Session) -> None:
    town(session)
    wanted = plan(on="2026-03-31", repeat="monthly", until="2026-07-01")
    proposed = proposals.propose(session, T, BEN, wanted, request_key="v", at=NOW)
    days = [lunches.card(session, number).local.date() for number in proposed.lunch_ids]
    assert days == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
