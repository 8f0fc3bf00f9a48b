"""What is plugged into the core: the features of all activities, found when they are needed."""

from collections.abc import Mapping
from functools import cache

from learning.core.sockets.feature import Feature
from learning.core.sockets.messages import MessageKind
from storage import discovery


@cache
def features() -> Mapping[str, Feature]:
    """Each activity's feature by its name, in the order of names. Not to be called while modules load."""
    return discovery.found("learning", "feature", Feature)


@cache
def message_kinds() -> Mapping[str, MessageKind]:
    """Each kind of message by its name. Raises `PlugError` where two activities have one kind."""
    return discovery.unique(
        "kinds of messages",
        (
            (activity, kind.name, kind)
            for activity, feature in features().items()
            for kind in feature.messages
        ),
    )
