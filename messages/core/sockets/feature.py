"""The feature of an activity in `messages`: how it looks and reads. `messages.core.features` finds them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs in here."""
