"""Records of a workspace: people, channels, messages, views, and calls of the Web API."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sandbox.block_kit.mrkdwn import button_texts, readable_text

SLACKBOT = "USLACKBOT"
EPHEMERALS_KEPT = 2000


def make_id(prefix: str, *seed: object) -> str:
    """A believable Slack id that is always the same for the same seed."""
    digest = hashlib.blake2b("/".join(map(str, seed)).encode(), digest_size=8).digest()
    number, text = int.from_bytes(digest, "big"), ""
    for _ in range(8):
        number, digit = divmod(number, 36)
        text += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit]
    return f"{prefix}0{text}"


@dataclass(slots=True)
class User:
    """A member of the workspace, a person or a bot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    team: str = ""
    tz: str = "Europe/Lisbon"
    color: str = "4b7f6b"
    email: str = ""
    locale: str = "en-GB"
    display_name: str = ""
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    updated: int = 0

    def offset(self, at: datetime) -> int:
        """Seconds this person's local time is ahead of UTC at that instant."""
        shift = at.astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(shift.total_seconds()) if shift else 0

    def zone_label(self, at: datetime) -> str:
        """This person's zone in words, as far as the zone data has any."""
        city = self.tz.rpartition("/")[2].replace("_", " ")
        return f"{city} time ({at.astimezone(ZoneInfo(self.tz)).tzname()})"


class Message:
    """One message, kept in the shape in which Slack's history returns it."""

    __slots__ = ("channel", "data", "metadata", "seen_by")

    def __init__(self, channel: str, data: dict[str, Any], seen_by: str | None = None) -> None:
        self.channel = channel
        self.data = data
        self.seen_by = seen_by
        """The only person who sees it, when it is ephemeral."""
        self.metadata: dict[str, Any] | None = None

    @property
    def ts(self) -> str:
        """Its timestamp, which is its id within the channel."""
        return str(self.data["ts"])

    @property
    def user(self) -> str:
        """The id of its author."""
        return str(self.data.get("user", ""))

    @property
    def text(self) -> str:
        """Its top-level text (the fallback when there are blocks)."""
        return str(self.data.get("text", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks."""
        return self.data.get("blocks") or []

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files shared with it."""
        return self.data.get("files") or []

    @property
    def thread_ts(self) -> str | None:
        """The parent of the thread it belongs to."""
        return self.data.get("thread_ts")

    @property
    def reactions(self) -> dict[str, list[str]]:
        """The ids of those who reacted, by emoji name."""
        return {one["name"]: list(one["users"]) for one in self.data.get("reactions", ())}

    @property
    def is_reply(self) -> bool:
        """Whether it lives in a thread only."""
        thread = self.data.get("thread_ts")
        return thread is not None and thread != self.data["ts"]

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.seen_by is not None

    @property
    def buttons(self) -> list[str]:
        """The texts of its buttons, in order."""
        return button_texts(self.blocks)

    @property
    def all_text(self) -> str:
        """All text that a person can read in it, a line a piece."""
        return "\n".join(filter(None, [self.text, readable_text(self.blocks)]))

    def __repr__(self) -> str:
        """Short enough for a failing test's output."""
        return f"<Message {self.channel} {self.ts} {self.user}: {self.all_text[:200]!r}>"


class View:
    """A modal or a Home tab as one person has it open."""

    __slots__ = ("body", "user", "values")

    def __init__(self, user: str, body: dict[str, Any]) -> None:
        self.user = user
        self.body = body
        self.values: dict[str, dict[str, Any]] = {}

    @property
    def id(self) -> str:
        """Its view id."""
        return str(self.body["id"])

    @property
    def filled_body(self) -> dict[str, Any]:
        """Its body with what was put in so far."""
        return {**self.body, "state": {"values": self.values}}

    @property
    def title(self) -> str:
        """The title at its top."""
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """The callback id that the app gave it."""
        return str(self.body.get("callback_id", ""))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks."""
        return self.body.get("blocks") or []

    @property
    def buttons(self) -> list[str]:
        """The texts of its buttons, in order."""
        return button_texts(self.blocks)

    @property
    def all_text(self) -> str:
        """All text that a person can read in it."""
        return "\n".join(filter(None, [self.title, readable_text(self.blocks)]))

    def __repr__(self) -> str:
        """Short enough for a failing test's output."""
        return f"<View {self.callback_id or self.id}: {self.all_text[:200]!r}>"


class Call(NamedTuple):
    """One call of the Web API, as tests read it back."""

    method: str
    args: dict[str, Any]
    response: dict[str, Any]
    at: datetime


@dataclass(slots=True)
class Channel:
    """A public or private channel, or a conversation of two."""

    id: str
    name: str
    kind: str = "channel"
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    created: int = 0
    is_archived: bool = False
    members: dict[str, None] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[Message]] = field(default_factory=dict)
    ephemerals: deque[Message] = field(default_factory=lambda: deque(maxlen=EPHEMERALS_KEPT))

    def top_level(self) -> list[Message]:
        """The messages that the channel itself shows: parents, and replies that were also sent to it."""
        return [
            one
            for one in self.messages.values()
            if not one.is_reply or one.data.get("subtype") == "thread_broadcast"
        ]
