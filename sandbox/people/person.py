"""What a person can do in Slack, in her own words."""

from collections.abc import Callable
from typing import Any, TypeVar

from sandbox.block_kit.writing import compose, escape
from sandbox.errors import Refused, SlackError
from sandbox.people.hands import Hands
from sandbox.state import operations
from sandbox.state.records import SLACKBOT, Channel, Message, User
from sandbox.wires.interactions import CommandResult

T = TypeVar("T")


class Person(Hands):
    """One of the workspace's people, whose part can be played."""

    @property
    def id(self) -> str:
        """Her user id."""
        return self.user.id

    @property
    def name(self) -> str:
        """Her name."""
        return self.user.name

    @property
    def mention(self) -> str:
        """How a message mentions her."""
        return f"<@{self.user.id}>"

    @property
    def dm_channel(self) -> Channel:
        """Her conversation with the bot."""
        return self._sandbox.workspace.dm(self._sandbox.workspace.bot.id, self.user.id)

    @property
    def dm(self) -> list[Message]:
        """What was said in her conversation with the bot."""
        return self.sees(self.dm_channel)

    def sees(self, channel: Channel | str, thread: Message | str | None = None) -> list[Message]:
        """What she can read in a channel, or in one of its threads, oldest first, ephemerals included."""
        where = self._channel(channel)
        if not self.can_see(where):
            raise Refused("channel_not_found", f"{self.name} cannot see {channel}.")
        thread_ts = thread.ts if isinstance(thread, Message) else thread
        if thread_ts is None:
            shown = where.top_level()
        else:
            shown = [one for one in [where.messages.get(thread_ts)] if one] + where.threads.get(thread_ts, [])
        hers = [
            one
            for one in where.ephemerals
            if one.seen_by == self.user.id and (one.thread_ts or None) == (thread_ts or None)
        ]
        return sorted([*shown, *hers], key=lambda message: message.ts) if hers else shown

    async def types(
        self, channel: Channel | str, text: str, thread: Message | str | None = None
    ) -> Message | CommandResult:
        """Sends a message, or a slash command when the text begins with one."""
        where = self._may_write(channel)
        thread_ts = thread.ts if isinstance(thread, Message) else thread
        if not text.startswith("/"):
            composed = compose(self._sandbox.workspace, text, named=False)
            return self._act(
                lambda: operations.post(self._sandbox, where, self.user.id, composed, thread_ts=thread_ts)
            )
        command, _, words = text.partition(" ")
        registered = self._sandbox.manifest.commands.get(command)
        if registered is None:
            return self._slackbot(where, thread_ts, f"{command} is not a valid command.", "invalid_command")
        if thread_ts:
            return self._slackbot(
                where, thread_ts, f"{command} is not supported in threads. Sorry!", "in_thread"
            )
        words = words.strip()
        if registered.should_escape:
            words = compose(self._sandbox.workspace, words, named=True)
        else:
            words = escape(words)
        return await self._sandbox.interactions.command(self.user, where, command, words)

    async def reacts(self, message: Message, name: str) -> None:
        """Adds a reaction to a message."""
        self._may_write(message.channel)
        self._act(lambda: operations.react(self._sandbox, message, self.user.id, name.strip(":")))

    async def unreacts(self, message: Message, name: str) -> None:
        """Takes her reaction back."""
        self._act(lambda: operations.unreact(self._sandbox, message, self.user.id, name.strip(":")))

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of hers."""
        self._hers(message)
        operations.edit(
            self._sandbox, message, self.user.id, compose(self._sandbox.workspace, text, named=False), None
        )

    async def deletes(self, message: Message) -> None:
        """Deletes a message of hers; an admin may delete anyone's."""
        if not message.ephemeral and not self.user.is_admin:
            self._hers(message)
        operations.delete(self._sandbox, message)

    async def opens_home(self, tab: str = "home") -> None:
        """Opens the app's Home (or, with `messages`, its Messages) tab."""
        if tab == "home" and not self._sandbox.manifest.home_enabled:
            raise Refused("not_enabled", "This app has no Home tab.")
        fields: dict[str, Any] = {"user": self.user.id, "channel": self.dm_channel.id, "tab": tab}
        home = self.home
        if home is not None and tab == "home":
            fields["view"] = home.body
        self._sandbox.events.anywhere("app_home_opened", **fields)

    async def joins(self, channel: Channel | str) -> None:
        """Joins a public channel."""
        where = self._channel(channel)
        if where.kind != "channel" or self.user.is_guest:
            raise Refused("channel_not_found", f"{self.name} cannot join {channel}.")
        self._act(lambda: operations.join(self._sandbox, where, self.user))

    async def leaves(self, channel: Channel | str) -> None:
        """Leaves a channel."""
        self._act(lambda: operations.leave(self._sandbox, self._channel(channel), self.user))

    async def invites(self, channel: Channel | str, who: "Person | User | str") -> None:
        """Brings someone (or the bot) into a channel that she is in."""
        where = self._may_write(channel)
        self._act(lambda: operations.join(self._sandbox, where, self._user(who), self.user.id))

    async def removes(self, channel: Channel | str, who: "Person | User | str") -> None:
        """Removes someone (or the bot) from a channel that she is in."""
        where = self._may_write(channel)
        self._act(lambda: operations.leave(self._sandbox, where, self._user(who), self.user.id))

    async def archives(self, channel: Channel | str) -> None:
        """Archives a channel."""
        self._act(lambda: operations.archive(self._sandbox, self._channel(channel), self.user.id))

    async def unarchives(self, channel: Channel | str) -> None:
        """Brings an archived channel back."""
        self._act(
            lambda: operations.archive(self._sandbox, self._channel(channel), self.user.id, archived=False)
        )

    async def changes(self, **fields: Any) -> None:
        """Changes her own profile (`tz`, `real_name`, `title`, …), or is `deleted` by an admin."""
        for name, value in fields.items():
            setattr(self.user, name, value)
        if self.user.deleted:
            for channel in self._sandbox.workspace.channels.values():
                if channel.kind != "dm":
                    channel.members.pop(self.user.id, None)
        self._sandbox.user_changed(self.user, "user_change")

    def _act(self, do: Callable[[], T]) -> T:
        try:
            return do()
        except SlackError as refusal:
            raise Refused(refusal.code, f"Slack says no: {refusal.code}.") from None

    def _channel(self, channel: Channel | str) -> Channel:
        return channel if isinstance(channel, Channel) else self._sandbox.workspace.channel(channel)

    def _user(self, who: "Person | User | str") -> User:
        if isinstance(who, Person):
            return who.user
        return who if isinstance(who, User) else self._sandbox.workspace.user(who)

    def _may_write(self, channel: Channel | str) -> Channel:
        where, bot = self._channel(channel), self._sandbox.workspace.bot.id
        if self.user.deleted:
            raise Refused("user_disabled", f"{self.name} has left the company.")
        if self.user.id not in where.members:
            raise Refused("not_in_channel", f"{self.name} is not in #{where.name}.")
        if where.is_archived:
            raise Refused("is_archived", f"#{where.name} is archived.")
        if where.kind == "dm" and bot in where.members and self._sandbox.manifest.messages_read_only:
            raise Refused("read_only", "Sending messages to this app has been turned off.")
        return where

    def _hers(self, message: Message) -> None:
        if message.user != self.user.id:
            raise Refused("cant_update_message", "Only the author can do that.")

    def _slackbot(self, channel: Channel, thread_ts: str | None, text: str, error: str) -> CommandResult:
        said = operations.whisper(self._sandbox, channel, self.user.id, SLACKBOT, text, thread_ts=thread_ts)
        return CommandResult(False, error, said)
