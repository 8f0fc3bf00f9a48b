"""Titles of the kinds of messages: what each is, to somebody who looks for one."""

from collections.abc import Mapping
from functools import cache

from messages.core.features import features
from storage import discovery


def title(kind: str) -> str:
    """What a kind of message is called; its own name where nothing says so, as of one that is no more."""
    return titles().get(kind, kind)


@cache
def titles() -> Mapping[str, str]:
    """The title of each kind of message. Raises `PlugError` where two activities have one kind."""
    return discovery.unique(
        "kinds of messages that have a title",
        (
            (activity, kind, words)
            for activity, feature in features().items()
            for kind, words in feature.titles.items()
        ),
    )
