"""The feature of an activity in `messages`: how it looks and reads. `messages.core.features` finds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from messages.core.sockets.digest import Digest
from messages.core.sockets.home import Door, Section
from messages.core.sockets.settings import Field
from messages.core.sockets.topics import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs in here."""

    home: tuple[Section[Any], ...] = ()
    doors: tuple[Door, ...] = ()
    settings: tuple[Field[Any], ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    knows: tuple[Counted, ...] = ()
    wants: tuple[Counted, ...] = ()
    """What shows that somebody knows a topic, and that one is wanted, in words."""
    digest: Digest = field(default_factory=Digest)
    registries: tuple[Callable[[], object], ...] = ()
    """What this activity builds of all features, once: a start builds it, and stops where it does not fit."""
