"""Dates: on each reader's own clock where Slack can show them, in their language where it cannot.

What goes to a channel is Slack's own markup, which each reader's client puts into words, with a fallback that
favours no language. What is said to one person has their words there: notifications and plain text show them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_time

from learning.core import wallclock
from learning.workspace.people import Member
from messages.core.text import escape

T = TypeVar("T")
_MARKUP = re.compile(r"<!date\^(\d{1,11})\^([^^|>]+)([^|>]*)\|[^>]*>")
_TOKEN = re.compile(r"\{(date_num|date_short|date_long|date|time)(?:_pretty)?\}")
_LENGTHS = {"date_num": "short", "date_short": "medium", "date": "long", "date_long": "full"}
"""Slack's tokens, as Babel calls the lengths they come in."""


def day(at: datetime) -> str:
    """The day of an instant, as each reader's own calendar and language have it."""
    return _markup(at, "{date_pretty}", f"{at:%Y-%m-%d}")


def moment(at: datetime, zone: str) -> str:
    """An instant on each reader's own clock; in its own zone (IANA) where that cannot be shown."""
    return _markup(at, "{date_long_pretty} at {time}", f"{wallclock.wall(at, zone):%Y-%m-%d %H:%M} ({zone})")


def on(chosen: date, zone: str) -> str:
    """A date of a zone's own calendar, in each reader's language."""
    noon = wallclock.instant(datetime.combine(chosen, time(12)), zone)
    return _markup(noon, "{date}", chosen.isoformat())


def localised(said: T, reader: Member) -> T:
    """The same message or view for one reader: where Slack cannot show a date, their own words for it.

    For whoever was never met, of whom nothing is known, it stays as it is.
    """
    return _told(said, reader) if reader.name and has_dates(said) else said


def has_dates(said: Any) -> bool:
    """Whether there is a date in what is said."""
    return "<!date^" in said if isinstance(said, str) else any(has_dates(part) for _, part in _parts(said))


def written(chosen: date, locale: str) -> str:
    """A date in the words of a Slack locale ("pt-BR"), for buttons and the like, where Slack writes none."""
    return str(format_date(chosen, "long", locale=_language(locale)))


def written_span(first: date, last: date, locale: str) -> str:
    """Days from the first to the last, as a Slack locale has them: 30. März – 5. Apr. 2026."""
    return str(format_interval(first, last, "yMMMd", locale=_language(locale)))


def written_day(at: datetime, zone: str, locale: str) -> str:
    """The day of an instant in someone's zone, in their language."""
    return written(wallclock.wall(at, zone).date(), locale)


def _markup(at: datetime, form: str, otherwise: str) -> str:
    return f"<!date^{int(at.timestamp())}^{form}|{escape(otherwise)}>"


def _told(said: Any, reader: Member) -> Any:
    if isinstance(said, str):
        return _MARKUP.sub(lambda found: _in_words(found, reader), said)
    told = {where: _told(part, reader) for where, part in _parts(said)}
    if isinstance(said, dict):
        return said | told
    return [told.get(place, part) for place, part in enumerate(said)]


def _parts(said: Any) -> Iterator[tuple[Any, Any]]:
    """Where a message or view goes on, and where its mrkdwn is: all else may hold what people typed."""
    if isinstance(said, dict) and said.get("type") != "plain_text":
        for name, part in said.items():
            if isinstance(part, dict | list) or (isinstance(part, str) and name == "text"):
                yield name, part
    elif isinstance(said, list):
        yield from ((place, part) for place, part in enumerate(said) if isinstance(part, dict | list))


def _in_words(found: re.Match[str], reader: Member) -> str:
    """One date's markup, whose fallback reads as Slack would show it to this reader."""
    epoch, form, link = found.groups()
    local = wallclock.wall(datetime.fromtimestamp(int(epoch), UTC), reader.zone)
    language = _language(reader.locale)

    def shown(token: re.Match[str]) -> str:
        if token[1] == "time":
            return str(format_time(local.time(), "short", locale=language))
        return str(format_date(local.date(), _LENGTHS[token[1]], locale=language))

    return f"<!date^{epoch}^{form}{link}|{escape(_TOKEN.sub(shown, form))}>"


@lru_cache(maxsize=200)
def _language(locale: str) -> Locale:
    """What Babel knows of a locale; British English for one that nobody knows."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
