"""Reactions: what an emoji on a message does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from handlers.core.context import Context
from learning.core.sockets.order import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """A person put an emoji on a message, or took it away (then it does not stand), at an instant (UTC).

    `author_id` is who wrote the message; empty where Slack does not name them. Slack may tell of it again,
    under the same `event_id`.
    """

    event_id: str
    member_id: str
    name: str
    channel_id: str
    ts: str
    author_id: str
    at: datetime
    stands: bool


class Reaction(NamedTuple):
    """What hears of every reaction; those that hear of one first come first."""

    shelf: Shelf
    heard: Callable[[Context, Reacted], Awaitable[None]]
