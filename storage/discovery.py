"""Discovery of plug boards: the one place that looks for what is plugged in, folder by folder."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


class PlugError(Exception):
    """A plug board that does not fit, or two things of one name: in a sentence that names the files."""


def found(package: str, module: str, kind: type[T]) -> dict[str, T]:
    """Every `FEATURE` of a kind in `<package>.<activity>.<module>`, by its activity, in the order of names.

    Without a `module` the activities are modules themselves: `<package>.<activity>`. Raises `PlugError` for a
    plug board that cannot be read, has no `FEATURE`, or one that is no such kind.
    """
    boards = {}
    for activity, board in _boards(package, module).items():
        feature = getattr(board, "FEATURE", None)
        if feature is None and not module:
            continue
        if not isinstance(feature, kind):
            raise PlugError(f"{board.__name__} has to hold a FEATURE that is a {kind.__name__}.")
        boards[activity] = feature
    return boards


def unique(what: str, things: Iterable[tuple[str, str, T]]) -> dict[str, T]:
    """What is plugged in by its name, in the order given: of each its activity, its name and itself.

    Raises `PlugError` where two have one name.
    """
    kept: dict[str, tuple[str, T]] = {}
    for activity, name, thing in things:
        if name in kept:
            raise PlugError(f"There are two {what} called {name!r}: in {kept[name][0]} and in {activity}.")
        kept[name] = activity, thing
    return {name: thing for name, (_, thing) in kept.items()}


@cache
def _boards(package: str, module: str) -> Mapping[str, ModuleType]:
    """The plug boards' modules by activity; a folder without one has none."""
    boards = {}
    home = importlib.import_module(package)
    for child in sorted(pkgutil.iter_modules(home.__path__), key=lambda one: one.name):
        if module and not child.ispkg:
            continue
        name = f"{package}.{child.name}"
        if module:
            names = {one.name for one in pkgutil.iter_modules(importlib.import_module(name).__path__)}
            if module not in names or child.name == "core":
                continue
            name = f"{name}.{module}"
        elif child.name == "core":
            continue
        try:
            boards[child.name] = importlib.import_module(name)
        except TypeError as why:
            # What a dataclass says of a socket that it does not have.
            raise PlugError(f"{name} cannot be plugged in: {why}") from why
    return boards
