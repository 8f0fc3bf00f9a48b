"""Checks of what the form says about working hours, holidays and teams."""

import re
from datetime import date
from zoneinfo import available_timezones

from learning.core import checks
from learning.core.errors import LearningError
from learning.core.sockets.settings import Said

MOST_HOLIDAYS = 200
_LONGEST_NAME = 100


def working_days(said: Said, field: str) -> tuple[int, ...]:
    """The days of the week on which people are asked, at least one; Monday is 0."""
    days = tuple(sorted({checks.day(day, field) for day in checks.ticks(said)}))
    if not days:
        raise LearningError("Choose at least one day: people are asked on working days.", field=field)
    return days


def zone(said: Said, field: str) -> str | None:
    """The name of an IANA zone, or none."""
    name = checks.text(said) or None
    if name is not None and name not in available_timezones():
        raise LearningError("I don't know that time zone. Choose one from the list.", field=field)
    return name


def holidays(said: Said, field: str) -> tuple[str, ...]:
    """ISO dates, one a line, each once and in order."""
    days = set()
    for number, line in enumerate(checks.text(said).splitlines(), 1):
        if not line.strip():
            continue
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", line.strip(), re.ASCII):
            raise LearningError(_not_a_date(number, line), field=field)
        try:
            days.add(date.fromisoformat(line.strip()).isoformat())
        except ValueError:
            raise LearningError(_not_a_date(number, line), field=field) from None
    if len(days) > MOST_HOLIDAYS:
        raise LearningError(
            f"That is {len(days)} days; there is room for {MOST_HOLIDAYS}. Leave out those gone by.",
            field=field,
        )
    return tuple(sorted(days))


def profile_field(said: Said, field: str) -> str | None:
    """The name of a field of people's profiles, tidied; or none."""
    name = " ".join(checks.text(said).split()) or None
    if name and len(name) > _LONGEST_NAME:
        raise LearningError("That is longer than a profile field's name can be.", field=field)
    return name


def groups(said: Said, field: str) -> tuple[str, ...]:
    """The handles of user groups, each once, without `@`."""
    handles: dict[str, None] = {}
    for word in re.split(r"[\s,;]+", checks.text(said).strip()):
        handle = word.removeprefix("@").casefold()
        if not handle:
            continue
        if not re.fullmatch(r"[\w.-]{1,80}", handle):
            raise LearningError(f"“{word[:40]}” is no user group's handle, like @platform.", field=field)
        handles[handle] = None
    return tuple(handles)


def _not_a_date(number: int, line: str) -> str:
    return f"Line {number}, “{line.strip()[:40]}”, is no date. Write one a line, like 2026-12-25."
