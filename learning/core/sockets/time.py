"""Time: what the loop does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from sqlalchemy.orm import Session

from learning.core.schedules import Plan
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Setting


class Step(Enum):
    """When in a step of the loop something has its turn; a step comes every two seconds."""

    SEARCH = "find somebody for what waits: again and again, until nothing is left"
    RELEASE = "give back time that was asked for and is not needed"
    LAPSE = "end what waited long enough"
    MOVE = "move on what is under way"
    CLOSE = "what follows from all that"
    MINUTE = "not each time: once a minute"


class Tick(NamedTuple):
    """A verb (session, *, at) that time brings, and its turn: its step, and there its shelf.

    Doing it again must be of no effect. A search returns whether it found anything.
    """

    verb: Callable[..., object]
    step: Step
    shelf: Shelf


class WeeklyPost(NamedTuple):
    """A post that comes once a week: its kind of schedule, and the settings for its day and hour."""

    kind: str
    day: Setting[int]
    hour: Setting[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """What time brings: ticks, schedules by kind, weekly posts, and when the next thing is due that no
    schedule and no message knows of."""

    ticks: tuple[Tick, ...] = ()
    schedules: Mapping[str, Plan] = field(default_factory=dict)
    weekly: tuple[WeeklyPost, ...] = ()
    earliest: tuple[Callable[[Session], datetime | None], ...] = ()
    sweeps: tuple[Callable[[], Sequence[Callable[..., int]]], ...] = ()
    """Verbs (session, *, at) that come once an hour, each again and again until it returns 0."""
