"""Dates in the language of whoever reads them."""

from datetime import UTC, date, datetime

import pytest

from messages import dates


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
