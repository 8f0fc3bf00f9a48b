"""Dates: on each reader's own clock where Slack can show them, in their language where it cannot."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from learning import series
from messages.text import escape


def day(at: datetime) -> str:
    """The day of an instant, as each reader's own calendar and language have it."""
    return f"<!date^{int(at.timestamp())}^{{date_pretty}}|{escape(f'{at:%Y-%m-%d}')}>"


def written(on: date, locale: str) -> str:
    """A date in the words of a Slack locale ("pt-BR"), for buttons and the like, where Slack writes none."""
    return str(format_date(on, "long", locale=_language(locale)))


def written_day(at: datetime, zone: str, locale: str) -> str:
    """The day of an instant in someone's zone, in their language."""
    return written(series.wall(at, zone).date(), locale)


@lru_cache(maxsize=200)
def _language(locale: str) -> Locale:
    """What Babel knows of a locale; British English for one that nobody knows."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
