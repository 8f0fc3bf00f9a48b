"""What is plugged into `messages`: the features of all activities, found when they are needed."""

from collections.abc import Mapping
from functools import cache

from messages.core.sockets.feature import Feature
from storage import discovery


@cache
def features() -> Mapping[str, Feature]:
    """Each activity's feature by its name, in the order of names. Not to be called while modules load."""
    return discovery.found("messages", "feature", Feature)
