"""Figures: how learning is going, week by week; each is defined where it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.digest import Figure, Reading
from learning.core.weeks import Week
from storage import discovery

T = TypeVar("T")
WEEKS = 8
"""How many weeks a digest shows, its own among them."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one week: `figures[QUESTIONS]` are those of questions. What was nothing is not kept."""

    week: Week
    values: Mapping[Figure[Any], Any] = field(default_factory=dict)

    def __getitem__(self, figure: Figure[T]) -> T:
        value: T = self.values.get(figure, figure.nothing)
        return value


@cache
def known() -> Mapping[str, Figure[Any]]:
    """The figures that activities plug in, by name."""
    return discovery.unique(
        "figures of the digest",
        (
            (activity, figure.name, figure)
            for activity, feature in features().items()
            for figure in feature.digest.figures
        ),
    )


def of_week(session: Session, workspace_id: str, week: Week, *, at: datetime) -> Figures:
    """The figures of one week, as far as it has come by `at` (UTC)."""
    return trend(session, workspace_id, week, at=at, number=1)[0]


def trend(
    session: Session, workspace_id: str, week: Week, *, at: datetime, number: int = WEEKS
) -> tuple[Figures, ...]:
    """The figures of a week and those before it, so many in all, the oldest first."""
    return count(reading(session, workspace_id, week, at=at, number=number))


def reading(session: Session, workspace_id: str, week: Week, *, at: datetime, number: int = WEEKS) -> Reading:
    """A reading of a week and those before it, so many in all."""
    weeks = [week.back(one) for one in reversed(range(number))]
    verbs = {verb for figure in known().values() for verb in figure.verbs}
    return Reading(session, workspace_id, weeks, at=at, verbs=verbs)


def count(reading: Reading) -> tuple[Figures, ...]:
    """The figures of each week of a reading."""
    counted = {figure: figure.count(reading) for figure in known().values()}
    return tuple(
        Figures(
            week,
            {figure: values[place] for figure, values in counted.items() if values[place] != figure.nothing},
        )
        for place, week in enumerate(reading.weeks)
    )
