"""Shapes of the demo's story: YAML read into frozen values with named fields, and checked when it is read."""

import json
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, ValidationInfo

from storage.discovery import PlugError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads plain values only; the one written in C is not everywhere."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Day = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
S = TypeVar("S", bound="Shape")


def _somebody(name: str, info: ValidationInfo) -> str:
    if info.context is not None and name not in info.context:
        raise ValueError(f"nobody in the company is called {name!r}")
    return name


Name = Annotated[str, AfterValidator(_somebody)]
"""Somebody of the company, by their short name."""


class Shape(BaseModel):
    """A part of the story: frozen, and what it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Story(Shape):
    """What one scene is played from; `settings` are what admins chose for it, channels by their names."""

    settings: dict[str, str] = {}


class Common(Story):
    """What all scenes have in common: `story.yml`."""

    facilitator: Name
    played_hours: float


class Moment(Shape):
    """An hour (UTC) of a weekday so many `weeks` before this one, or of so many `days` before today."""

    weeks: int | None = None
    day: Day = "Mon"
    days: int = 0
    hour: float

    def before(self, now: datetime) -> datetime:
        """The instant (UTC) that it is, seen from `now` (UTC)."""
        if self.weeks is None:
            midnight = datetime.combine(now.date() - timedelta(days=self.days), time(), UTC)
        else:
            midnight = monday(now, self.weeks) + timedelta(days=DAYS.index(self.day))
        return midnight + timedelta(hours=self.hour)


class Ago(Shape):
    """Something that happened so many `hours` ago."""

    hours: float

    def before(self, now: datetime) -> datetime:
        """The instant (UTC) that it was, seen from `now` (UTC)."""
        return now - timedelta(hours=self.hours)


class Line(Shape):
    """Something said."""

    who: Name
    text: str


def monday(now: datetime, weeks: int) -> datetime:
    """The first instant (UTC) of the week so many weeks before `now` (UTC)."""
    return datetime.combine(now.date() - timedelta(days=now.weekday(), weeks=weeks), time(), UTC)


def read(path: Path, shape: type[S], people: Collection[str] | None = None) -> S:
    """The file's story, in which none but these `people` act.

    Raises `PlugError` with the line and the entry that do not fit.
    """
    try:
        text = path.read_text("utf-8")
        story = yaml.load(text, LOADER)
        # As JSON, in which lists are what becomes tuples, and nothing else is taken for what it is not.
        return shape.model_validate_json(json.dumps(story, default=str), context=people)
    except (OSError, yaml.YAMLError) as wrong:
        raise PlugError(f"{path} cannot be read: {wrong}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        entry = ".".join(str(step) for step in first["loc"])
        line = _line(text, first["loc"])
        raise PlugError(f"{path}, line {line}: {entry or 'the story'}: {first['msg']}.") from None


def _line(text: str, entry: tuple[int | str, ...]) -> int:
    """The line, from 1, where an entry begins, or what it should be in."""
    node = yaml.compose(text, LOADER)
    for step in entry:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), node)
    return node.start_mark.line + 1 if node is not None else 1
