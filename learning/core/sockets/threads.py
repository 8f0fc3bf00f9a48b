"""Threads: what people write under a message of the bot's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session


class Reply(NamedTuple):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Threads under messages that rows of `model` know by `channel_id` and `message_ts`.

    `heard` (session, workspace, number, reply), `edited` (the same, *, at), `deleted` (session, workspace,
    channel, ts, *, at; whether the reply was one of its), `removed` (session, workspace, number, *, at).
    `early` (session, workspace, channel, author) raises `RetryLater` where a message may be posted and not on
    record yet. `awaited` (session, workspace, *, since) are the channel, the message and the last known reply
    of threads that are read again after a gap.
    """

    kind: str
    model: Any
    heard: Callable[..., object]
    edited: Callable[..., object]
    deleted: Callable[..., bool]
    removed: Callable[..., object]
    early: Callable[[Session, str, str, str | None], None]
    awaited: Callable[..., Sequence[tuple[str, str, str]]]
