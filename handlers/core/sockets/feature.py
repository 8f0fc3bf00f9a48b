"""The feature of an activity in `handlers`: what it answers in Slack. `handlers.core.features` finds them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs in here."""
