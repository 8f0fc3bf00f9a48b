"""Threads: what people write under a message of the bot's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply in a thread: `text` is Slack's markup, `spoken_at` its own instant (UTC), `reactions` how many
    stood on it when it was read late. `parent_id` is who wrote the message that the thread hangs on."""

    channel_id: str
    thread_ts: str
    ts: str
    author_id: str
    text: str
    spoken_at: datetime
    parent_id: str | None = None
    reactions: int = 0


class Awaited(NamedTuple):
    """A thread that replies are awaited in: its channel, its first message, the last reply that is known."""

    channel_id: str
    message_ts: str
    last_ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Threads under messages that rows of `model` know by `workspace_id`, `channel_id` and `message_ts`.

    `heard` (session, workspace, number, reply), `edited` (the same, *, at), `deleted` (session, workspace,
    channel, ts, *, at; something that is true where the reply was one of its), `removed` (session, number, *,
    at: the first message is gone). `is_owed` (session, workspace, channel) tells whether a message may be
    posted there and not be on record yet. `awaited` (session, workspace, *, since) are those that are read
    again after a gap; `since` (UTC) is how far back that goes for what may wait for ever.
    """

    kind: str
    shelf: Shelf
    model: Any
    heard: Callable[[Session, str, int, Reply], object]
    edited: Callable[..., object]
    deleted: Callable[..., object]
    removed: Callable[..., object]
    is_owed: Callable[[Session, str, str], bool]
    awaited: Callable[..., Sequence[Awaited]]
