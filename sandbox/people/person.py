"""Person: what somebody can do in Slack, by what she reads, and everything that she can press and fill in."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sandbox.block_kit.elements import all_options
from sandbox.block_kit.mrkdwn import compose, elements, escape
from sandbox.errors import Refused, SlackError
from sandbox.state import events, forms, operations
from sandbox.state.context import Context
from sandbox.state.records import SLACKBOT, Channel, Message, User, View
from sandbox.wires.interactions import CommandResult, Interactions, Outcome, SubmitResult

P = ParamSpec("P")
T = TypeVar("T")
Part = dict[str, Any]


class Person:
    """One of the workspace's people, whose part can be played."""

    def __init__(self, ctx: Context, interactions: Interactions, user: User) -> None:
        self._ctx = ctx
        self.interactions = interactions
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
        """Her mention, as messages write it."""
        return f"<@{self.id}>"

    @property
    def dm_channel(self) -> Channel:
        """Her conversation with the bot."""
        return self._ctx.workspace.dm(self._ctx.workspace.bot.id, self.id)

    @property
    def dm(self) -> list[Message]:
        """The messages of her conversation with the bot."""
        return self.sees(self.dm_channel)

    def sees(self, channel: Channel | str, thread: Message | str | None = None) -> list[Message]:
        """The messages that she can read in a channel or thread, oldest first, ephemerals included."""
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
            if one.seen_by == self.id and (one.thread_ts or None) == (thread_ts or None)
        ]
        return sorted([*shown, *hers], key=lambda message: message.ts) if hers else shown

    async def types(
        self, channel: Channel | str, text: str, thread: Message | str | None = None
    ) -> Message | CommandResult:
        """Sends a message, or a slash command when the text begins with one."""
        where = self._may_write(channel)
        thread_ts = thread.ts if isinstance(thread, Message) else thread
        if not text.startswith("/"):
            return self._act(operations.post, where, self.id, self._compose(text), thread_ts=thread_ts)
        command, _, words = text.partition(" ")
        registered = self._ctx.manifest.commands.get(command)
        if registered is None:
            return self._slackbot(where, thread_ts, f"{command} is not a valid command.", "invalid_command")
        if thread_ts:
            return self._slackbot(
                where, thread_ts, f"{command} is not supported in threads. Sorry!", "in_thread"
            )
        words = words.strip()
        words = self._compose(words, named=True) if registered.should_escape else escape(words)
        return await self.interactions.command(self.user, where, command, words)

    async def reacts(self, message: Message, name: str) -> None:
        """Adds a reaction to a message."""
        self._may_write(message.channel)
        self._act(operations.react, message, self.id, name.strip(":"))

    async def unreacts(self, message: Message, name: str) -> None:
        """Takes her reaction back."""
        self._act(operations.unreact, message, self.id, name.strip(":"))

    async def edits(self, message: Message, text: str) -> None:
        """Changes a message of hers."""
        self._hers(message)
        operations.edit(self._ctx, message, self.id, self._compose(text), None)

    async def deletes(self, message: Message) -> None:
        """Deletes a message of hers; an admin may delete anyone's."""
        if not message.ephemeral and not self.user.is_admin:
            self._hers(message)
        operations.delete(self._ctx, message)

    async def opens_home(self, tab: str = "home") -> None:
        """Opens the app's Home (or, with `messages`, its Messages) tab."""
        if tab == "home" and not self._ctx.manifest.home_enabled:
            raise Refused("not_enabled", "This app has no Home tab.")
        fields: dict[str, Any] = {"user": self.id, "channel": self.dm_channel.id, "tab": tab}
        home = self.home
        if home is not None and tab == "home":
            fields["view"] = home.body
        events.anywhere(self._ctx, "app_home_opened", **fields)

    async def joins(self, channel: Channel | str) -> None:
        """Joins a public channel."""
        where = self._channel(channel)
        if where.kind != "channel" or self.user.is_guest:
            raise Refused("channel_not_found", f"{self.name} cannot join {channel}.")
        self._act(operations.join, where, self.user)

    async def leaves(self, channel: Channel | str) -> None:
        """Leaves a channel."""
        self._act(operations.leave, self._channel(channel), self.user)

    async def invites(self, channel: Channel | str, who: "Person | User | str") -> None:
        """Brings someone (or the bot) into a channel that she is in."""
        where = self._may_write(channel)
        self._act(operations.join, where, self._user(who), self.id)

    async def removes(self, channel: Channel | str, who: "Person | User | str") -> None:
        """Removes someone (or the bot) from a channel that she is in."""
        where = self._may_write(channel)
        self._act(operations.leave, where, self._user(who), self.id)

    async def archives(self, channel: Channel | str) -> None:
        """Archives a channel."""
        self._act(operations.archive, self._channel(channel), self.id)

    async def unarchives(self, channel: Channel | str) -> None:
        """Brings an archived channel back."""
        self._act(operations.archive, self._channel(channel), self.id, archived=False)

    async def changes(self, **fields: Any) -> None:
        """Changes her own profile (`tz`, `real_name`, `title`, …), or is `deleted` by an admin."""
        operations.change_user(self._ctx, self.user, **fields)

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._ctx.workspace.modals.get(self.id)
        return stack[-1] if stack else None

    @property
    def modals(self) -> list[View]:
        """All her open modals, bottom first."""
        return list(self._ctx.workspace.modals.get(self.id, ()))

    @property
    def home(self) -> View | None:
        """The Home tab that the app published for her."""
        return self._ctx.workspace.homes.get(self.id)

    def can_see(self, channel: Channel) -> bool:
        """Whether she can read a channel."""
        return self._ctx.workspace.can_see(self.id, channel.id)

    async def presses(self, source: Message | View, what: str, option: str | None = None) -> Outcome:
        """Presses a button by its text or action id; `option` chooses in a menu."""
        block, element = self._element(source, what)
        state: Any = None
        if element["type"] == "overflow":
            state = {"selected_option": forms.find_option(element["options"], str(option))}
        elif element["type"] != "button":
            return await self._choose(source, block, element, option)
        return await self.interactions.act(self.user, source, block, element, state)

    async def chooses(self, source: Message | View, label: str, value: Any) -> Outcome:
        """Puts a value into an input or menu, by its label; the app hears of it where Slack tells it."""
        block, element = self._element(source, label)
        return await self._choose(source, block, element, value)

    async def uses(self, shortcut: str, message: Message | None = None) -> Outcome:
        """Uses a shortcut by its name, on a message or (without one) from anywhere."""
        kind = "message" if message else "global"
        for one in self._ctx.manifest.shortcuts:
            if one.type == kind and shortcut in (one.name, one.callback_id):
                return await self.interactions.shortcut(self.user, one.callback_id, message)
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
        result = await self.interactions.submit(self.user, view, filled)
        return SubmitResult(
            result.ok, {names[key]: said for key, said in result.errors.items()}, result.error
        )

    async def looks_up(self, label: str, typed: str, source: Message | View | None = None) -> list[str]:
        """Types into an external menu and reads the options that the app offers."""
        source = source if source is not None else self._open(None)
        block, element = self._element(source, label)
        return [option["text"]["text"] for option in await self._options(source, block, element, typed)]

    async def closes(self, view: View | None = None) -> Outcome:
        """Closes the open modal without submitting it."""
        return await self.interactions.close(self.user, self._open(view))

    def _act(self, do: Callable[Concatenate[Context, P], T], *args: P.args, **fields: P.kwargs) -> T:
        try:
            return do(self._ctx, *args, **fields)
        except SlackError as refusal:
            raise Refused(refusal.code, f"Slack says no: {refusal.code}.") from None

    def _compose(self, text: str, *, named: bool = False) -> str:
        workspace = self._ctx.workspace
        return compose(text, workspace.users.values(), workspace.channels.values(), named=named)

    def _channel(self, channel: Channel | str) -> Channel:
        return channel if isinstance(channel, Channel) else self._ctx.workspace.channel(channel)

    def _user(self, who: "Person | User | str") -> User:
        if isinstance(who, Person):
            return who.user
        return who if isinstance(who, User) else self._ctx.workspace.user(who)

    def _may_write(self, channel: Channel | str) -> Channel:
        where, bot = self._channel(channel), self._ctx.workspace.bot.id
        if self.user.deleted:
            raise Refused("user_disabled", f"{self.name} has left the company.")
        if self.id not in where.members:
            raise Refused("not_in_channel", f"{self.name} is not in #{where.name}.")
        if where.is_archived:
            raise Refused("is_archived", f"#{where.name} is archived.")
        if where.kind == "dm" and bot in where.members and self._ctx.manifest.messages_read_only:
            raise Refused("read_only", "Sending messages to this app has been turned off.")
        return where

    def _hers(self, message: Message) -> None:
        if message.user != self.id:
            raise Refused("cant_update_message", "Only the author can do that.")

    def _slackbot(self, channel: Channel, thread_ts: str | None, text: str, error: str) -> CommandResult:
        said = self._act(operations.post_ephemeral, channel, self.id, SLACKBOT, text, thread_ts=thread_ts)
        return CommandResult(False, error, said)

    def _open(self, view: View | None) -> View:
        view = view or self.modal
        if view is None or view not in self.modals:
            raise Refused("not_found", f"{self.name} has no such modal open.")
        return view

    def _element(self, source: Message | View, what: str) -> tuple[Part, Part]:
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
        channel = self._ctx.workspace.channels[source.channel]
        if source.ephemeral:
            there = source.seen_by == self.id and source in channel.ephemerals
        else:
            there = source.ts in channel.messages and self.can_see(channel)
        if not there:
            raise Refused("message_not_found", f"{self.name} does not see that message.")

    async def _options(
        self, source: Message | View, block: Part, element: Part, typed: str
    ) -> list[dict[str, Any]]:
        found = await self.interactions.suggest(self.user, source, block, element, typed)
        return [one for group in found.get("option_groups", ()) for one in group["options"]] or found.get(
            "options", []
        )

    async def _fill(self, source: Message | View, block: Part, element: Part, value: Any) -> forms.State:
        options = all_options(element)
        if element["type"].endswith("external_select") and value:
            held = (
                forms.content_of(source.values[block["block_id"]][element["action_id"]])
                if isinstance(source, View)
                else None
            )
            options = held if isinstance(held, list) else [held] if held else []
            for text in value if isinstance(value, list | tuple) else [value]:
                if not any(one["text"]["text"] == text for one in options):
                    options = [*options, *await self._options(source, block, element, str(text))]
        return forms.fill(self._ctx.workspace, element, value, options)

    async def _choose(self, source: Message | View, block: Part, element: Part, value: Any) -> Outcome:
        state = await self._fill(source, block, element, value)
        if isinstance(source, View):
            source.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome(True)
        return await self.interactions.act(self.user, source, block, element, state)
