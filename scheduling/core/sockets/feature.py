"""The feature of an activity in `scheduling`: how its messages are made. `core.features` finds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduling.core.kind import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs in here: how each of its kinds of messages is rendered, by the kind."""

    render: Mapping[str, Kind] = field(default_factory=dict)
