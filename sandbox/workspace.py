"""The state of one workspace: people, channels, messages, modals and Home tabs."""

import hashlib
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.reading import button_texts, readable_text

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
    """Someone in the workspace, a person or a bot."""

    id: str
    name: str
    real_name: str
    title: str = ""
    team: str = ""
    tz: str = "Europe/Lisbon"
    color: str = "4b7f6b"
    email: str = ""
    locale: str = "en-GB"
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    updated: int = 0

    def offset(self, at: datetime) -> int:
        """Seconds this person's local time is ahead of UTC at that instant."""
        shift = at.astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(shift.total_seconds()) if shift else 0


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
    def thread_ts(self) -> str | None:
        """The parent of the thread it belongs to."""
        return self.data.get("thread_ts")

    @property
    def reactions(self) -> dict[str, list[str]]:
        """Who reacted, by emoji name."""
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
        """Everything a person can read in it, a line a piece."""
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
        """Everything a person can read in it."""
        return "\n".join(filter(None, [self.title, readable_text(self.blocks)]))

    def __repr__(self) -> str:
        """Short enough for a failing test's output."""
        return f"<View {self.callback_id or self.id}: {self.all_text[:200]!r}>"


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
        """What the channel itself shows: parents, and replies that were also sent to the channel."""
        return [
            one
            for one in self.messages.values()
            if not one.is_reply or one.data.get("subtype") == "thread_broadcast"
        ]


class Workspace:
    """One workspace and everything in it."""

    def __init__(self, name: str, domain: str, bot: User) -> None:
        self.name = name
        self.domain = domain
        self.team_id = make_id("T", domain)
        self.app_id = make_id("A", domain)
        self.bot_id = make_id("B", domain)
        self.bot = bot
        self.users: dict[str, User] = {bot.id: bot}
        self.channels: dict[str, Channel] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.broadcasts: list[Message] = []
        self.count = 0
        self._last = 0
        self._dms: dict[frozenset[str], Channel] = {}

    def add(self, user: User) -> User:
        """Puts a person into the workspace."""
        self.users[user.id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        """Puts a channel into the workspace."""
        self.channels[channel.id] = channel
        if channel.kind == "dm":
            self._dms[frozenset(channel.members)] = channel
        return channel

    def user(self, who: str) -> User:
        """The person with this id or name."""
        if who in self.users:
            return self.users[who]
        name = who.removeprefix("@")
        for user in self.users.values():
            if user.name == name:
                return user
        raise KeyError(f"nobody here is called {who}")

    def channel(self, which: str) -> Channel:
        """The channel with this id or name."""
        if which in self.channels:
            return self.channels[which]
        name = which.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and channel.kind != "dm":
                return channel
        raise KeyError(f"no channel here is called {which}")

    def dm(self, one: str, other: str) -> Channel:
        """The conversation between two people, opened if need be."""
        key = frozenset((one, other))
        found = self._dms.get(key)
        if found is None:
            found = self.add_channel(Channel(make_id("D", *sorted(key)), "", "dm", members={one: None, other: None}))
        return found

    def next_id(self, prefix: str) -> str:
        """A new id, never given before."""
        self.count += 1
        return make_id(prefix, self.team_id, self.count)

    def next_ts(self, now: datetime) -> str:
        """A timestamp later than every one before it."""
        self._last = max(int(now.timestamp() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def view(self, view_id: str) -> View | None:
        """The open modal or Home tab with this id."""
        for stack in self.modals.values():
            for view in stack:
                if view.body["id"] == view_id:
                    return view
        return next((home for home in self.homes.values() if home.body["id"] == view_id), None)

    def messages(self) -> list[Message]:
        """Every message that is not ephemeral, oldest first."""
        every = [message for channel in self.channels.values() for message in channel.messages.values()]
        return sorted(every, key=lambda message: message.ts)

    def snapshot(self) -> dict[str, Any]:
        """All of it as JSON data."""
        return {
            "name": self.name,
            "domain": self.domain,
            "count": self.count,
            "last": self._last,
            "bot": self.bot.id,
            "users": [asdict(user) for user in self.users.values()],
            "channels": [_channel_data(channel) for channel in self.channels.values()],
            "homes": {user: view.body for user, view in self.homes.items()},
        }

    @classmethod
    def restore(cls, data: dict[str, Any]) -> "Workspace":
        """The workspace that a snapshot was taken of; modals that were open are closed."""
        users = [User(**one) for one in data["users"]]
        bot = next(user for user in users if user.id == data["bot"])
        workspace = cls(data["name"], data["domain"], bot)
        workspace.users = {user.id: user for user in users}
        workspace.count, workspace._last = data["count"], data["last"]
        for one in data["channels"]:
            workspace.add_channel(_restore_channel(one))
        workspace.homes = {user: View(user, body) for user, body in data["homes"].items()}
        return workspace


def _channel_data(channel: Channel) -> dict[str, Any]:
    every = [*channel.messages.values(), *channel.ephemerals]
    return {
        **{name: getattr(channel, name) for name in ("id", "name", "kind", "topic", "purpose", "creator", "created")},
        "is_archived": channel.is_archived,
        "members": list(channel.members),
        "messages": [[one.data, one.metadata, one.seen_by] for one in every],
    }


def _restore_channel(data: dict[str, Any]) -> Channel:
    messages = data.pop("messages")
    channel = Channel(**{**data, "members": dict.fromkeys(data["members"])})
    for body, metadata, seen_by in messages:
        message = Message(channel.id, body, seen_by)
        message.metadata = metadata
        if seen_by is not None:
            channel.ephemerals.append(message)
            continue
        channel.messages[message.ts] = message
        if message.is_reply:
            channel.threads.setdefault(str(message.thread_ts), []).append(message)
    return channel
