"""How often a circle meets, as people choose it and as RFC 5545 says it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from learning.core.schedules import DAYS

WEEKLY, FORTNIGHTLY = "weekly", "fortnightly"
NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
"""Which of a month's weekdays: the last may be its fourth or its fifth."""
REPEATS = (WEEKLY, FORTNIGHTLY, *NTHS)
_RULE = re.compile(r"FREQ=(WEEKLY|MONTHLY)(;INTERVAL=2)?;BYDAY=(-?\d)?([A-Z]{2})")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`repeat` is weekly, fortnightly, or which of the month's days it is; Monday is day 0."""

    repeat: str
    weekday: int

    @property
    def rule(self) -> str:
        """The RFC 5545 rule."""
        day = DAYS[self.weekday]
        if self.repeat in NTHS:
            return f"FREQ=MONTHLY;BYDAY={NTHS[self.repeat]}{day}"
        interval = ";INTERVAL=2" if self.repeat == FORTNIGHTLY else ""
        return f"FREQ=WEEKLY{interval};BYDAY={day}"

    @property
    def slower(self) -> "Rhythm":
        """The next slower one: two weeks after one, then once a month, beyond which there is none."""
        return Rhythm(FORTNIGHTLY if self.repeat == WEEKLY else "first", self.weekday)


def read(rule: str) -> Rhythm:
    """The rhythm that a rule says. Raises `ValueError` for a rule that no rhythm makes."""
    found = _RULE.fullmatch(rule)
    if found is None:
        raise ValueError(rule)
    nth = {str(number): name for name, number in NTHS.items()}.get(found[3] or "")
    repeat = nth or (FORTNIGHTLY if found[2] else WEEKLY)
    return Rhythm(repeat, DAYS.index(found[4]))


def first(rhythm: Rhythm, start: date, at_time: time) -> datetime:
    """The first wall time of a rhythm on or after a date."""
    day = start + timedelta(days=(rhythm.weekday - start.weekday()) % 7)
    while rhythm.repeat in NTHS and not _is_nth(day, NTHS[rhythm.repeat]):
        day += timedelta(weeks=1)
    return datetime.combine(day, at_time)


def _is_nth(day: date, nth: int) -> bool:
    if nth < 0:
        return (day + timedelta(weeks=1)).month != day.month
    return (day.day - 1) // 7 + 1 == nth
