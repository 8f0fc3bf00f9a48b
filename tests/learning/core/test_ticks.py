"""What time brings has an order that goes by what it is for, and no two bring the same thing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from learning.core import features, ticks
from learning.core.schedules import Plan
from learning.core.sockets.feature import Feature
from learning.core.sockets.messages import NOBODY, MessageKind
from learning.core.sockets.order import Shelf
from learning.core.sockets.time import Step, Tick, Time
from storage.discovery import PlugError

PLAN = Plan(lambda *_, **__: None, lambda *_, **__: None, timedelta(days=1))


def first(session: object, *, at: object) -> None: ...
def second(session: object, *, at: object) -> None: ...


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Feature]]:
    """Features for tests alone, by name."""
    held: dict[str, Feature] = {}
    caches = (ticks.of_step, ticks.after_search, ticks.plans, features.message_kinds)
    for module in (ticks, features):
        monkeypatch.setattr(module, "features", lambda: held)
    for each in caches:
        each.cache_clear()
    yield held
    for each in caches:
        each.cache_clear()


def names(step: Step) -> list[str]:
    return [f"{verb.__module__.removeprefix('learning.')}.{verb.__name__}" for verb in ticks.of_step(step)]


def test_each_has_its_turn_in_a_step_of_the_loop() -> None:
    assert {step.name: names(step) for step in Step} == {
        "SEARCH": ["questions.escalation.escalate"],
        "RELEASE": ["teaching.requests.release_paused"],
        "LAPSE": ["half_hours.teacher_requests.lapse"],
        "MOVE": ["lunches.ticks.tick", "circles.ticks.tick"],
        "CLOSE": ["kudos.badges.award", "privacy.erasure.finish"],
        "MINUTE": ["lunches.host_requests.suggest"],
    }


def test_schedules_come_between_what_is_under_way_and_what_follows() -> None:
    called = [getattr(verb, "func", verb).__name__ for verb in ticks.after_search()]
    assert called == ["release_paused", "lapse", "tick", "tick", "fall_due", "award", "finish"]


def test_the_order_within_a_step_is_that_of_the_shelves(plugged: dict[str, Feature]) -> None:
    plugged["a"] = Feature(time=Time(ticks=(Tick(second, Step.MOVE, Shelf.THANK),)))
    plugged["b"] = Feature(time=Time(ticks=(Tick(first, Step.MOVE, Shelf.ASK),)))
    assert ticks.of_step(Step.MOVE) == (first, second)


def test_two_schedules_of_one_kind_stop_the_start(plugged: dict[str, Feature]) -> None:
    plugged["lunches"] = Feature(time=Time(schedules={"weekly": PLAN}))
    plugged["walks"] = Feature(time=Time(schedules={"weekly": PLAN}))
    with pytest.raises(PlugError, match=r"two kinds of schedules called 'weekly': in lunches and in walks"):
        ticks.plans()


def test_two_kinds_of_messages_of_one_name_stop_the_start(plugged: dict[str, Feature]) -> None:
    plugged["lunches"] = Feature(messages=(MessageKind("card", NOBODY),))
    plugged["walks"] = Feature(messages=(MessageKind("card", NOBODY),))
    with pytest.raises(PlugError, match=r"two kinds of messages called 'card': in lunches and in walks"):
        features.message_kinds()
