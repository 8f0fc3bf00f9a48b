"""People: whose time is asked for, who helped, who can be thanked for what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session


class RequestKind(NamedTuple):
    """A kind of request for somebody's time (a row of `requests`).

    `release` (session, request, *, at) hands on one that its person has not heard of yet, because they
    paused; it returns False where they have. `decline` (session, workspace, member, request, *, at) says no
    for them.
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
    what the member did with it, or raises `Gone` or `LearningError`."""

    kind: str
    find: Callable[[Session, str, str, str, int], Deed]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Signals about people; `helped` (session, workspace, since, until) counts how often each helped."""

    requests: tuple[RequestKind, ...] = ()
    helped: tuple[Callable[[Session, str, datetime, datetime], Mapping[str, int]], ...] = ()
    thankable: tuple[Thankable, ...] = ()
