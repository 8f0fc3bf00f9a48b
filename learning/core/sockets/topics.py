"""Topics: who wants them, who knows them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session


class Wants(NamedTuple):
    """People who want to learn about topics.

    `pairs` selects workspace, topic and member, of all workspaces, as of an instant. `counted` is how often
    each topic of one workspace is wanted, (session, workspace, at) by topic.
    """

    name: str
    pairs: Callable[[datetime], Any]
    counted: Callable[[Session, str, datetime], Mapping[int, int]]


class Knows(NamedTuple):
    """People who showed that they know topics: `find` (session, workspace, topics, at) counts how often, by
    member. Each time is worth one point when teachers are ranked, up to `most`."""

    name: str
    find: Callable[[Session, str, Collection[int], datetime], Mapping[str, int]]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Signals about topics."""

    wants: tuple[Wants, ...] = ()
    knows: tuple[Knows, ...] = ()
