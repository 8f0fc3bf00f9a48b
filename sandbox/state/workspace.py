"""Workspace: who and what is in it, what is open, and its snapshot."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sandbox.state.records import Channel, Message, User, View, make_id


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
        self.files: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, list[str]] = {}
        """The user groups: by handle, the ids of those in them."""
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

    def can_see(self, user_id: str, channel_id: str) -> bool:
        """Whether somebody can read a channel: a member, or anybody but a guest if it is public."""
        channel = self.channels[channel_id]
        return user_id in channel.members or (channel.kind == "channel" and not self.users[user_id].is_guest)

    def dm(self, one: str, other: str) -> Channel:
        """The conversation between two people, opened if need be."""
        key = frozenset((one, other))
        found = self._dms.get(key)
        if found is None:
            found = self.add_channel(
                Channel(make_id("D", *sorted(key)), "", "dm", members={one: None, other: None})
            )
        return found

    def group(self, *members: str) -> Channel:
        """The conversation between several people, opened if need be; it bears their names."""
        key = frozenset(members)
        for channel in self.channels.values():
            if channel.kind == "mpim" and channel.members.keys() == key:
                return channel
        names = sorted(self.users[one].name for one in key)
        return self.add_channel(
            Channel(
                make_id("G", *sorted(key)),
                f"mpdm-{'--'.join(names)}-1",
                "mpim",
                members=dict.fromkeys(members),
            )
        )

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
        """The whole state as JSON data."""
        return {
            "name": self.name,
            "domain": self.domain,
            "count": self.count,
            "last": self._last,
            "bot": self.bot.id,
            "users": [asdict(user) for user in self.users.values()],
            "channels": [_channel_data(channel) for channel in self.channels.values()],
            "homes": {user: view.body for user, view in self.homes.items()},
            "files": self.files,
            "groups": self.groups,
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
        workspace.files = data.get("files", {})
        workspace.groups = data.get("groups", {})
        workspace.homes = {user: View(user, body) for user, body in data["homes"].items()}
        return workspace


def _channel_data(channel: Channel) -> dict[str, Any]:
    every = [*channel.messages.values(), *channel.ephemerals]
    return {
        **{
            name: getattr(channel, name)
            for name in ("id", "name", "kind", "topic", "purpose", "creator", "created")
        },
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
