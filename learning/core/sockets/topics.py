"""Topics: who wants them, who knows them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf


class Wants(NamedTuple):
    """People who want to learn about topics.

    `pairs` selects workspace, topic and member, of all workspaces, as of an instant (UTC). `counted` is how
    often each topic of one workspace is wanted, (session, workspace, at) by topic.
    """

    name: str
    shelf: Shelf
    pairs: Callable[[datetime], Select[str, int, str]]
    counted: Callable[[Session, str, datetime], Mapping[int, int]]


class Knows(NamedTuple):
    """People who showed that they know topics: `find` (session, workspace, topics, at) counts how often, by
    member. Each time is worth one point when teachers are ranked, up to `most`, so that others get a turn.
    `why` says in words, before the topics, that somebody did so so many times.
    """

    name: str
    shelf: Shelf
    find: Callable[[Session, str, Collection[int], datetime], Mapping[str, int]]
    most: int
    why: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Signals about topics; `beside` (session, workspace, topic, most) are those that come up together with
    one most often."""

    wants: tuple[Wants, ...] = ()
    knows: tuple[Knows, ...] = ()
    beside: tuple[Callable[[Session, str, int, int], Sequence[int]], ...] = ()
