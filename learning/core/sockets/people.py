"""People: whose time is asked for, who helped, what badges are for, who can be thanked for what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from sqlalchemy.orm import Session

TITLE = 120
"""Characters that a reason for thanks quotes."""


class RequestKind(NamedTuple):
    """A kind of request for somebody's time (a row of `requests`).

    `release` (session, request, *, at) hands on one that its person has not heard of yet, because they
    paused; it returns False where they have. `decline` (session, workspace, member, the request's number, *,
    at) says no for them.
    """

    name: str
    release: Callable[..., bool | None]
    decline: Callable[..., object]


class Deed(NamedTuple):
    """What somebody can be thanked for: in whose words, where it happened, what it is about."""

    reason: str
    channel_id: str
    topics: tuple[str, ...]


class Thankable(NamedTuple):
    """A kind of subject that a button thanks for: `find` (session, workspace, giver, member, number) finds
    what the member did with it; None for what is not there, or `LearningError` for what keeps from it."""

    kind: str
    find: Callable[[Session, str, str, str, int], Deed | None]


class Way(Enum):
    """Ways to help others, and to grow, that badges are for."""

    REPLIED = "replied to a question of somebody else's"
    ACCEPTED = "gave the answer that was accepted for one"
    HOSTED = "hosted something that somebody came to"
    BECAME_TEACHER = "learned something, and would help others with it"


class Done(NamedTuple):
    """What somebody did so far in one way: how many times, when it helped others (UTC), and the numbers of
    the topics that it was about."""

    times: int = 0
    helped_at: tuple[datetime, ...] = ()
    topics: frozenset[int] = frozenset()


class Doings(NamedTuple):
    """What badges are for: `find` (session, workspace, member) finds what somebody did so far.

    `verbs` are those of the log after which somebody may have earned a badge; each finds whose deed a line
    is about, by the number of its subject, and None stands for whoever is named in the line.
    """

    find: Callable[[Session, str, str], Mapping[Way, Done]]
    verbs: Mapping[str, Callable[[Session, int], str | None] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Signals about people; `helped` (session, workspace, since, until) counts how often each helped from an
    instant to before another (UTC), where everyone may know of it."""

    requests: tuple[RequestKind, ...] = ()
    helped: tuple[Callable[[Session, str, datetime, datetime], Mapping[str, int]], ...] = ()
    doings: tuple[Doings, ...] = ()
    thankable: tuple[Thankable, ...] = ()
