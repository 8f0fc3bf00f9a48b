"""What is plugged into each layer: built once at the start, and printed by `teachback doctor --features`."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from typing import NamedTuple, TypeGuard

from handlers.core.commands import subcommands
from handlers.core.features import features as handlers_features
from handlers.core.router import routes
from learning.core import threads, ticks
from learning.core.features import features as learning_features
from learning.core.features import message_kinds
from messages.core import titles
from messages.core.features import features as messages_features
from scheduling.core.features import features as scheduling_features
from scheduling.core.features import render_kinds

LAYERS: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "learning": learning_features,
    "messages": messages_features,
    "handlers": handlers_features,
    "scheduling": scheduling_features,
}
"""The features of all activities, by layer."""
REGISTRIES: tuple[Callable[[], object], ...] = (
    message_kinds,
    threads.kinds,
    ticks.plans,
    titles.titles,
    routes,
    subcommands,
    render_kinds,
)
"""What the machine builds from them once, and refuses two of one name; activities plug in theirs."""


class Plugged(NamedTuple):
    """One thing that an activity plugs into a socket of a layer."""

    activity: str
    socket: str
    name: str


def check() -> None:
    """Builds all that is plugged in, so that what does not fit stops the start; raises `PlugError`."""
    own = (
        registry
        for features in (learning_features(), messages_features())
        for feature in features.values()
        for registry in feature.registries
    )
    for build in (*LAYERS.values(), *REGISTRIES, *own):
        build()


def plugged() -> list[Plugged]:
    """All that is plugged in, by activity and layer; a feature with nothing in it has the name "-"."""
    found = []
    layers = {layer: features() for layer, features in LAYERS.items()}
    for activity in sorted({activity for features in layers.values() for activity in features}):
        for layer, features in layers.items():
            if activity in features:
                things = list(_things(layer, features[activity])) or [(layer, "-")]
                found += [Plugged(activity, socket, name) for socket, name in things]
    return found


def table() -> Iterator[str]:
    """What is plugged in, a line for each thing: the activity, the socket, the name."""
    lines = plugged()
    activity, socket = (max(map(len, column)) for column in list(zip(*lines, strict=True))[:2])
    for line in lines:
        yield f"{line.activity:{activity}}  {line.socket:{socket}}  {line.name}"


def _things(socket: str, value: object) -> Iterator[tuple[str, str]]:
    """What is in a socket, or in the sockets of a group, each with the socket's path and its own name."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _things(f"{socket}.{field.name}", getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key in value:
            yield socket, _name(key)
    elif _is_list(value):
        for thing in value:
            yield socket, _name(thing)
    elif value:
        yield socket, _name(value)


def _name(thing: object) -> str:
    """What a thing is called: by its name or kind, or by what it is made of."""
    if isinstance(thing, str):
        return " ".join(thing.split())
    if isinstance(thing, Enum):
        return thing.name
    if isinstance(thing, partial):
        return _name(thing.func)
    if inspect.isroutine(thing) or isinstance(thing, type):
        return ".".join(filter(None, (getattr(thing, "__module__", None), thing.__qualname__)))
    for attribute in ("name", "kind"):
        if isinstance(name := getattr(thing, attribute, None), str):
            return name
    values = thing if _is_list(thing) else _chosen(thing)
    return " ".join(filter(None, map(_part, values))) or type(thing).__name__


def _part(value: object) -> str:
    """A part of a thing's name; numbers and whatever has no name of its own are none."""
    if _is_list(value):
        return "/".join(part for part in value if isinstance(part, str))
    named = isinstance(value, str | Enum | partial | type) or inspect.isroutine(value)
    return _name(value) if named or _chosen(value) else ""


def _chosen(thing: object) -> list[object]:
    """What a dataclass or a named tuple was made with, without what it has by default."""
    if is_dataclass(thing) and not isinstance(thing, type):
        defaults = {field.name: field.default for field in fields(thing)}
    else:
        names = getattr(thing, "_fields", ()) if isinstance(thing, tuple) else ()
        defaults = dict.fromkeys(names) | getattr(thing, "_field_defaults", {})
    values = [(getattr(thing, name), default) for name, default in defaults.items()]
    return [value for value, default in values if value is not default]


def _is_list(value: object) -> TypeGuard[tuple[object, ...]]:
    """Whether it is a plain tuple of things, and no named one that is a thing itself."""
    return isinstance(value, tuple) and not hasattr(value, "_fields")
