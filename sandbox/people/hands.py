"""A person's hands: pressing, choosing, and filling in what the app puts before her."""

from typing import TYPE_CHECKING, Any

from sandbox.block_kit.reading import elements
from sandbox.errors import Refused
from sandbox.people import forms
from sandbox.state.records import Channel, Message, User, View
from sandbox.wires.interactions import Outcome, SubmitResult

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

Part = dict[str, Any]


class Hands:
    """What a person does with messages, modals and Home tabs that the app made."""

    def __init__(self, sandbox: "Sandbox", user: User) -> None:
        self._sandbox = sandbox
        self.user = user

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
        return await self._sandbox.interactions.close(self.user, self._open(view))

    def _open(self, view: View | None) -> View:
        view = view or self.modal
        if view is None or view not in self.modals:
            raise Refused("not_found", f"{self.user.name} has no such modal open.")
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
        channel = self._sandbox.workspace.channels[source.channel]
        if source.ephemeral:
            there = source.seen_by == self.user.id and source in channel.ephemerals
        else:
            there = source.ts in channel.messages and self.can_see(channel)
        if not there:
            raise Refused("message_not_found", f"{self.user.name} does not see that message.")

    async def _options(
        self, source: Message | View, block: Part, element: Part, typed: str
    ) -> list[dict[str, Any]]:
        found = await self._sandbox.interactions.suggest(self.user, source, block, element, typed)
        return [one for group in found.get("option_groups", ()) for one in group["options"]] or found.get(
            "options", []
        )

    async def _fill(self, source: Message | View, block: Part, element: Part, value: Any) -> forms.State:
        options = forms.visible_options(element)
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
        return forms.fill(self._sandbox.workspace, element, value, options)

    async def _choose(self, source: Message | View, block: Part, element: Part, value: Any) -> Outcome:
        state = await self._fill(source, block, element, value)
        if isinstance(source, View):
            source.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome(True)
        return await self._sandbox.interactions.act(self.user, source, block, element, state)
