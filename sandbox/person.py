"""What a person can do in Slack, in her own words."""

from typing import TYPE_CHECKING, Any

from sandbox import acts, forms
from sandbox.errors import Refused, SlackError
from sandbox.interactions import CommandResult, Outcome, SubmitResult
from sandbox.reading import elements
from sandbox.workspace import SLACKBOT, Channel, Message, User, View
from sandbox.writing import compose, escape

if TYPE_CHECKING:
    from sandbox.core import Sandbox

Found = tuple[dict[str, Any], dict[str, Any]]


class Person:
    """One of the workspace's people, whose part can be played."""

    def __init__(self, sandbox: "Sandbox", user: User) -> None:
        self._sandbox = sandbox
        self.user = user

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

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._sandbox.workspace.modals.get(self.user.id)
        return stack[-1] if stack else None

    @property
    def modals(self) -> list[View]:
        """All her open modals, bottom first."""
        return list(self._sandbox.workspace.modals.get(self.user.id, ()))

    @property
    def home(self) -> View | None:
        """The Home tab that the app published for her."""
        return self._sandbox.workspace.homes.get(self.user.id)

    def can_see(self, channel: Channel) -> bool:
        """Whether she can read a channel."""
        return self.user.id in channel.members or (channel.kind == "channel" and not self.user.is_guest)

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
            return self._act(lambda: acts.post(self._sandbox, where, self.user.id, composed, thread_ts=thread_ts))
        command, _, words = text.partition(" ")
        registered = self._sandbox.manifest.commands.get(command)
        if registered is None:
            return self._slackbot(where, thread_ts, f"{command} is not a valid command.", "invalid_command")
        if thread_ts:
            return self._slackbot(where, thread_ts, f"{command} is not supported in threads. Sorry!", "in_thread")
        words = words.strip()
        if registered.should_escape:
            words = compose(self._sandbox.workspace, words, named=True)
        else:
            words = escape(words)
        return await self._sandbox.interactions.command(self.user, where, command, words)

    async def presses(self, source: Message | View, what: str, option: str | None = None) -> Outcome:
        """Presses a button by its text or action id; `option` chooses in a menu."""
        block, element = self._element(source, what)
        state: Any = None
        if element["type"] == "overflow":
            state = {"selected_option": forms.option_called(element["options"], str(option))}
        elif element["type"] != "button":
            return await self._choose(source, block, element, option)
        return await self._sandbox.interactions.act(self.user, source, block, element, state)

    async def chooses(self, source: Message | View, label: str, value: Any) -> Outcome:
        """Puts a value into an input or menu, by its label; the app hears of it where Slack tells it."""
        block, element = self._element(source, label)
        return await self._choose(source, block, element, value)

    async def uses(self, shortcut: str, message: Message | None = None) -> Outcome:
        """Uses a shortcut by its name, on a message or (without one) from anywhere."""
        kind = "message" if message else "global"
        for one in self._sandbox.manifest.shortcuts:
            if one.type == kind and shortcut in (one.name, one.callback_id):
                return await self._sandbox.interactions.shortcut(self.user, one.callback_id, message)
        raise Refused("no_such_shortcut", f"There is no {kind} shortcut called {shortcut}.")

    async def submits(self, values: dict[str, Any] | None = None, view: View | None = None) -> SubmitResult:
        """Fills the open modal in, by label, and submits it; errors come back by label."""
        view = self._open(view)
        filled: forms.Values = {}
        for label, value in (values or {}).items():
            block, element = self._element(view, label)
            state = await self._fill(view, block, element, value)
            filled.setdefault(block["block_id"], {})[element["action_id"]] = state
        names = {one["block_id"]: one["label"]["text"] for one in view.blocks if one["type"] == "input"}
        result = await self._sandbox.interactions.submit(self.user, view, filled)
        return SubmitResult(result.ok, {names[key]: said for key, said in result.errors.items()}, result.error)

    async def looks_up(self, label: str, typed: str, source: Message | View | None = None) -> list[str]:
        """Types into an external menu and reads the options that the app offers."""
        source = source if source is not None else self._open(None)
        block, element = self._element(source, label)
        return [option["text"]["text"] for option in await self._options(source, block, element, typed)]

    async def closes(self, view: View | None = None) -> Outcome:
        """Closes the open modal without submitting it."""
        return await self._sandbox.interactions.close(self.user, self._open(view))

    async def reacts(self, message: Message, name: str) -> None:
        """Adds a reaction to a message."""
        self._may_write(message.channel)
        self._act(lambda: acts.react(self._sandbox, message, self.user.id, name.strip(":")))

    async def unreacts(self, message: Message, name: str) -> None:
        """Takes her reaction back."""
        self._act(lambda: acts.unreact(self._sandbox, message, self.user.id, name.strip(":")))

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of hers."""
        self._hers(message)
        acts.edit(self._sandbox, message, self.user.id, compose(self._sandbox.workspace, text, named=False), None)

    async def deletes(self, message: Message) -> None:
        """Deletes a message of hers; an admin may delete anyone's."""
        if not message.ephemeral and not self.user.is_admin:
            self._hers(message)
        acts.delete(self._sandbox, message)

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
        self._act(lambda: acts.join(self._sandbox, where, self.user))

    async def leaves(self, channel: Channel | str) -> None:
        """Leaves a channel."""
        self._act(lambda: acts.leave(self._sandbox, self._channel(channel), self.user))

    async def invites(self, channel: Channel | str, who: "Person | User | str") -> None:
        """Brings someone (or the bot) into a channel that she is in."""
        where = self._may_write(channel)
        self._act(lambda: acts.join(self._sandbox, where, self._user(who), self.user.id))

    async def removes(self, channel: Channel | str, who: "Person | User | str") -> None:
        """Removes someone (or the bot) from a channel that she is in."""
        where = self._may_write(channel)
        self._act(lambda: acts.leave(self._sandbox, where, self._user(who), self.user.id))

    async def archives(self, channel: Channel | str) -> None:
        """Archives a channel."""
        self._act(lambda: acts.archive(self._sandbox, self._channel(channel), self.user.id))

    async def unarchives(self, channel: Channel | str) -> None:
        """Brings an archived channel back."""
        self._act(lambda: acts.archive(self._sandbox, self._channel(channel), self.user.id, archived=False))

    async def changes(self, **fields: Any) -> None:
        """Changes her own profile (`tz`, `real_name`, `title`, …), or is `deleted` by an admin."""
        for name, value in fields.items():
            setattr(self.user, name, value)
        self._sandbox.user_changed(self.user, "user_change")

    def _act(self, do: Any) -> Any:
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
        said = acts.whisper(self._sandbox, channel, self.user.id, SLACKBOT, text, thread_ts=thread_ts)
        return CommandResult(False, error, said)

    def _open(self, view: View | None) -> View:
        view = view or self.modal
        if view is None or view not in self.modals:
            raise Refused("not_found", f"{self.name} has no such modal open.")
        return view

    def _element(self, source: Message | View, what: str) -> Found:
        self._still_there(source)
        found = [(block, one) for block, one in elements(source.blocks) if what in forms.labels(block, one)]
        if not found:
            named = [sorted(forms.labels(block, one)) for block, one in elements(source.blocks)]
            raise Refused("no_such_element", f"There is no {what!r} here, only {named}.")
        return found[0]

    def _still_there(self, source: Message | View) -> None:
        if isinstance(source, View):
            if source is not self.home and source not in self.modals:
                raise Refused("not_found", "That modal is closed already.")
            return
        channel = self._sandbox.workspace.channels[source.channel]
        if source.ephemeral:
            there = source.seen_by == self.user.id and source in channel.ephemerals
        else:
            there = source.ts in channel.messages and self.can_see(channel)
        if not there:
            raise Refused("message_not_found", f"{self.name} does not see that message.")

    async def _options(self, source: Message | View, block: Any, element: Any, typed: str) -> list[dict[str, Any]]:
        found = await self._sandbox.interactions.suggest(self.user, source, block, element, typed)
        return [one for group in found.get("option_groups", ()) for one in group["options"]] or found.get("options", [])

    async def _fill(self, source: Message | View, block: Any, element: Any, value: Any) -> forms.State:
        options = forms.visible_options(element)
        if element["type"].endswith("external_select") and value:
            held = forms.content_of(source.values[block["block_id"]][element["action_id"]]) if isinstance(source, View) else None
            options = held if isinstance(held, list) else [held] if held else []
            for text in value if isinstance(value, list | tuple) else [value]:
                if not any(one["text"]["text"] == text for one in options):
                    options = [*options, *await self._options(source, block, element, str(text))]
        return forms.fill(self._sandbox.workspace, element, value, options)

    async def _choose(self, source: Message | View, block: Any, element: Any, value: Any) -> Outcome:
        state = await self._fill(source, block, element, value)
        if isinstance(source, View):
            source.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome(True)
        return await self._sandbox.interactions.act(self.user, source, block, element, state)
