"""What a kind of outbox row is: how it is put into words, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from messages.core.text import Message
from storage.engine.database import Session
from storage.outbox.outbox import Claim


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is worth saying any more, for this reason; `remove` takes back what was said already."""

    reason: str
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Whoever it is for wants quiet now: it is said from `until` (UTC) on."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class InThread:
    """Said as a reply in the thread of the message `ts`."""

    ts: str
    said: Message


@dataclass(frozen=True, slots=True)
class WithFile:
    """A file shared with a comment, which carries no buttons. `name` is unlike any other to this recipient:
    by it the file is found again when nobody knows whether Slack took it."""

    name: str
    title: str
    content: bytes
    comment: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is rendered, and what follows when it is posted or can never be.

    A `reminder` is left out for whoever wants none. One that is said `at_once` was asked for by its reader
    just now: quiet hours and a pause do not hold it up.
    """

    render: Callable[[Session, Claim], Message | InThread | WithFile | Skip]
    posted: Callable[[Session, Claim, str, datetime], None] | None = None
    failed: Callable[[Session, Claim, datetime], None] | None = None
    reminder: bool = False
    at_once: bool = False
