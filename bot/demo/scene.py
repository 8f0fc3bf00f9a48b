"""Scenes of the demo: what each activity tells of the weeks before, and plays of the last days."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from bot.demo.shapes import Common, Story, read
from bot.demo.stage import Stage
from bot.demo.timeline import Timeline
from learning.core.sockets.order import SHELVES, Shelf
from sandbox import Sandbox
from storage import discovery

HERE = Path(__file__).parent
S = TypeVar("S", bound=Story)
Past = tuple[datetime, Callable[..., object]]
"""Something that happened at an instant (UTC), and what tells it, called with `at`."""
Played = tuple[datetime, Callable[[], Awaitable[object]]]
"""Something that is played at an instant (UTC), through the bot itself."""


def _nothing(*_: object) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene(Generic[S]):
    """One activity's part of the demo, from the story in the YAML file beside it.

    `past` makes what happened in the weeks before an instant (UTC), `days` what is played in the days before
    it. The shelf decides which comes first of two things at one instant.
    """

    shelf: Shelf
    story: type[S]
    past: Callable[[Timeline, S, datetime], Iterable[Past]] = _nothing
    days: Callable[[Stage, S, datetime], Iterable[Played]] = _nothing


class Part(NamedTuple):
    """A scene and its story."""

    scene: Scene[Any]
    story: Any


@cache
def common() -> Common:
    """What all scenes have in common."""
    return read(HERE / "story.yml", Common)


def parts(sandbox: Sandbox) -> tuple[Part, ...]:
    """Every scene with its story, played by the people there are, in the order of the shelves.

    Raises `PlugError` where something does not fit.
    """
    return _parts(frozenset(user.name for user in sandbox.workspace.users.values()))


@cache
def _parts(people: frozenset[str]) -> tuple[Part, ...]:
    found: dict[str, Scene[Any]] = discovery.found("bot.demo.scenes", "", Scene)
    told = [
        Part(scene, read(HERE / "scenes" / f"{activity}.yml", scene.story, people))
        for activity, scene in found.items()
    ]
    return tuple(sorted(told, key=lambda part: SHELVES.index(part.scene.shelf)))
