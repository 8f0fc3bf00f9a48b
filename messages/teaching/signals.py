"""Signals in words: why somebody can teach a topic, and how it is wanted."""

from collections.abc import Mapping
from functools import cache

from messages.core.features import features
from messages.core.sockets.topics import Counted
from messages.core.text import count
from storage import discovery


def shown(times: Mapping[str, int]) -> list[str]:
    """What somebody showed, how often by the signal's name, in that order."""
    return [
        count(number, nouns.one, nouns.many) for name, number in times.items() if (nouns := knows().get(name))
    ]


def wanted(times: Mapping[str, int]) -> list[str]:
    """How a topic is wanted, how often by the signal's name, in that order."""
    return [
        count(number, nouns.one, nouns.many) for name, number in times.items() if (nouns := wants().get(name))
    ]


@cache
def knows() -> Mapping[str, Counted]:
    found = [(activity, one.name, one) for activity, feature in features().items() for one in feature.knows]
    return discovery.unique("words for what shows that somebody knows a topic", found)


@cache
def wants() -> Mapping[str, Counted]:
    found = [(activity, one.name, one) for activity, feature in features().items() for one in feature.wants]
    return discovery.unique("words for how a topic is wanted", found)
