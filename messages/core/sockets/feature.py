"""The feature of an activity in `messages`: how it looks and reads. `messages.core.features` finds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from messages.core.sockets.home import Door, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs in here."""

    home: tuple[Section[Any], ...] = ()
    doors: tuple[Door, ...] = ()
    unset: Mapping[str, str] = field(default_factory=dict)
    """What happens while nobody chose a channel, by the setting's name."""
