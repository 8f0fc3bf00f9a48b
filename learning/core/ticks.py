"""Ticks in their order: what time brings, whoever lets it go by: the loop, the demo, or a test."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial

from sqlalchemy.orm import Session

from learning.core import schedules
from learning.core.features import features
from learning.core.schedules import Plan
from learning.core.sockets.order import SHELVES
from learning.core.sockets.time import Step
from storage import discovery


@cache
def of_step(step: Step) -> tuple[Callable[..., object], ...]:
    """The verbs (session, *, at) of all activities that have their turn in a step, in order."""
    ticks = [tick for feature in features().values() for tick in feature.time.ticks if tick.step is step]
    return tuple(tick.verb for tick in sorted(ticks, key=lambda tick: SHELVES.index(tick.shelf)))


@cache
def after_search() -> tuple[Callable[..., object], ...]:
    """The verbs (session, *, at) that follow upon a search, in order; each is a transaction of its own."""
    return (
        *of_step(Step.RELEASE),
        *of_step(Step.LAPSE),
        *of_step(Step.MOVE),
        partial(schedules.fall_due, plans=plans()),
        *of_step(Step.CLOSE),
    )


@cache
def sweeps() -> tuple[Callable[..., int], ...]:
    """The verbs (session, *, at) that come once an hour, each again and again until it returns 0."""
    return tuple(verb for feature in features().values() for sweep in feature.time.sweeps for verb in sweep())


@cache
def plans() -> Mapping[str, Plan]:
    """What each kind of schedule brings. Raises `PlugError` where two activities have one kind."""
    return discovery.unique(
        "kinds of schedules",
        (
            (activity, kind, plan)
            for activity, feature in features().items()
            for kind, plan in feature.time.schedules.items()
        ),
    )


def earliest(session: Session) -> datetime | None:
    """When (UTC) the next thing is due that comes again, or that an activity waits for."""
    waited = (find(session) for feature in features().values() for find in feature.time.earliest)
    return min((one for one in (schedules.earliest(session), *waited) if one), default=None)
