"""Dates in the language of whoever reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slackblocks import ActionsBlock, Button

from learning.workspace.people import Member
from messages.core import dates
from messages.core.text import escape, label, message, section


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en-GB", "5 March 2026"),
        ("en-US", "March 5, 2026"),
        ("de-DE", "5. März 2026"),
        ("pt-BR", "5 de março de 2026"),
        ("ja-JP", "2026年3月5日"),
        ("zh-TW", "2026年3月5日"),
        ("", "5 March 2026"),
        ("xx-YY", "5 March 2026"),
        ("nonsense of theirs", "5 March 2026"),
    ],
)
def test_a_date_is_written_as_they_would(locale: str, shown: str) -> None:
    assert dates.written(date(2026, 3, 5), locale) == shown


def test_the_day_is_the_one_on_their_own_calendar() -> None:
    late = datetime(2026, 3, 4, 23, tzinfo=UTC)
    assert dates.written_day(late, "Europe/Berlin", "de-DE") == "5. März 2026"
    assert dates.day(late) == f"<!date^{int(late.timestamp())}^{{date_pretty}}|2026-03-04>"


NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
GRETA = Member("T1", "U1", name="Greta", zone="Europe/Berlin", locale="de-DE")


def test_a_channel_has_slacks_markup_and_a_fallback_that_favours_no_language() -> None:
    epoch = int(NOON.timestamp())
    form = "{date_long_pretty} at {time}"
    assert dates.moment(NOON, "Asia/Tokyo") == f"<!date^{epoch}^{form}|2026-03-12 21:00 (Asia/Tokyo)>"


@pytest.mark.parametrize(
    ("zone", "locale", "shown"),
    [
        ("Europe/Berlin", "de-DE", "Donnerstag, 12. März 2026 at 13:00"),
        ("America/New_York", "en-US", "Thursday, March 12, 2026 at 8:00\u202fAM"),
        ("Asia/Tokyo", "ja-JP", "2026年3月12日木曜日 at 21:00"),
        ("Pacific/Auckland", "en-GB", "Friday, 13 March 2026 at 01:00"),
        ("nowhere", "", "Thursday, 12 March 2026 at 12:00"),
    ],
)
def test_one_reader_has_their_own_words_on_their_own_clock(zone: str, locale: str, shown: str) -> None:
    reader = Member("T1", "U1", name="Greta", zone=zone, locale=locale)
    said = dates.localised(message(f"See you {dates.moment(NOON, 'UTC')}!"), reader)
    expected = f"See you <!date^{int(NOON.timestamp())}^{{date_long_pretty}} at {{time}}|{shown}>!"
    assert said["text"] == said["blocks"][0]["text"]["text"] == expected


def test_a_day_is_short_and_a_date_of_a_zone_stays_that_date() -> None:
    assert dates.localised(dates.day(NOON), GRETA).endswith("|12. März 2026>")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"):
        there = replace(GRETA, zone=zone)
        assert dates.localised(dates.on(date(2026, 3, 29), zone), there).endswith("^{date}|29. März 2026>")


def test_what_has_no_dates_or_a_reader_whom_nobody_met_is_left_alone() -> None:
    said = message("Nothing of the kind.")
    assert dates.localised(said, GRETA) is said
    dated = message(dates.day(NOON))
    assert dates.localised(dated, Member("T1", "U2")) is dated


@pytest.mark.parametrize("typed", ["<!date^1^{date}|x>", "<!date^9999999999999999^{date}|x>", "<!date^"])
def test_what_people_typed_is_never_taken_for_a_date_of_ours(typed: str) -> None:
    button = Button(label(typed), "home.ask", value=typed)
    said = message(escape(typed), section(f"{escape(typed)} {dates.day(NOON)}"), ActionsBlock([button]))
    told = dates.localised(said, GRETA)
    assert told["text"] == said["text"]
    assert told["blocks"][1] == said["blocks"][1]
    assert told["blocks"][0]["text"]["text"] == f"{escape(typed)} {dates.localised(dates.day(NOON), GRETA)}"


@given(text=st.text(max_size=200), at=st.integers(0, 10**10))
def test_whatever_is_said_comes_out_whole_and_the_same_when_told_twice(text: str, at: int) -> None:
    said = message(f"{escape(text)}{dates.moment(datetime.fromtimestamp(at, UTC), 'UTC')}")
    once = dates.localised(said, GRETA)
    assert dates.localised(once, GRETA) == once
    assert once["text"].startswith(escape(text))
