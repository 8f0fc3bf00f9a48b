"""What is plugged in here: the features of all activities, found when they are needed."""

from collections.abc import Mapping
from functools import cache

from scheduling.core.kind import Kind
from scheduling.core.sockets.feature import Feature
from storage import discovery


@cache
def features() -> Mapping[str, Feature]:
    """Each activity's feature by its name, in the order of names. Not to be called while modules load."""
    return discovery.found("scheduling", "", Feature)


@cache
def render_kinds() -> dict[str, Kind]:
    """How each kind of message is rendered. Raises `PlugError` where two activities render one kind."""
    return discovery.unique(
        "kinds of messages that are rendered",
        (
            (activity, name, kind)
            for activity, feature in features().items()
            for name, kind in feature.render.items()
        ),
    )
