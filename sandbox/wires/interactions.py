"""Interactions: the payloads of people's commands, presses, forms and shortcuts, and what comes back."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.api.chat import content
from sandbox.api.views import change_view, checked_view, stack_view, views_changed
from sandbox.block_kit.elements import OPTION, OPTION_GROUPS
from sandbox.block_kit.schema import Complaints, many
from sandbox.errors import Refused, SlackError
from sandbox.limits import LIMITS
from sandbox.state import forms, operations
from sandbox.state.context import Context
from sandbox.state.records import SLACKBOT, Channel, Message, User, View
from sandbox.wires.delivery import Delivery

_CHANNEL_NAMES = {"private": "privategroup", "dm": "directmessage", "mpim": "mpdm"}
_TROUBLE = "We had some trouble connecting. Try again?"
_SUGGESTED = many(OPTION, LIMITS["select"]["options"], 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a press: whether the app took it."""

    ok: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a slash command, with the message that answered it, if one did."""

    ok: bool
    error: str = ""
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """The result of submitting a modal; errors are by block id here, by label where a person reads them."""

    ok: bool
    errors: dict[str, str] = field(default_factory=dict)
    error: str = ""


class Interactions:
    """The requests that the app has to answer within three seconds, because a person waits."""

    def __init__(self, ctx: Context, delivery: Delivery) -> None:
        self._ctx = ctx
        self._delivery = delivery

    async def command(self, user: User, channel: Channel, command: str, text: str) -> CommandResult:
        """Runs a registered slash command."""
        ctx, workspace = self._ctx, self._ctx.workspace
        payload = {
            "token": ctx.verification_token,
            "team_id": workspace.team_id,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": _CHANNEL_NAMES.get(channel.kind, channel.name),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": ctx.response_url(channel.id, user.id),
            "trigger_id": ctx.tokens.trigger(user.id),
        }
        answer = await self._delivery.ask("slash_commands", payload)
        error, message = answer.error, None
        if not error:
            try:
                message = self._say(channel, user, answer.body)
            except SlackError as refusal:
                ctx.complaints.append(f"the answer to {command} was refused: {refusal.body}")
                error = "invalid_command_response"
        if error:
            said = f'{command} failed with the error "{error}"'
            message = operations.post_ephemeral(ctx, channel, user.id, SLACKBOT, said)
        return CommandResult(not error, error, message)

    async def act(
        self, user: User, source: Message | View, block: dict[str, Any], element: dict[str, Any], state: Any
    ) -> Outcome:
        """Presses a button or chooses in a menu, in a message or a view."""
        ctx = self._ctx
        action = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "action_ts": ctx.next_ts(),
        }
        if element["type"] == "button":
            action["text"] = element["text"]
            action |= {name: element[name] for name in ("value", "style", "url") if name in element}
        else:
            action |= {name: value for name, value in state.items() if name not in ("type", "timezone")}
        payload = self._base("block_actions", user) | {"actions": [action]}
        payload |= self._source(user, source)
        if isinstance(source, Message):
            payload["state"] = {"values": {}}
            if element["type"] != "button" and forms.is_stateful(element):
                payload["state"] = {"values": {block["block_id"]: {element["action_id"]: state}}}
        answer = await self._delivery.ask("interactive", payload)
        return Outcome(answer.ok, answer.error)

    async def shortcut(self, user: User, callback_id: str, message: Message | None) -> Outcome:
        """Uses a message shortcut, or a global one."""
        ctx = self._ctx
        payload = self._base("message_action" if message else "shortcut", user)
        payload["callback_id"] = callback_id
        payload["action_ts"] = ctx.next_ts()
        if message is None:
            payload["trigger_id"] = ctx.tokens.trigger(user.id)
        else:
            payload |= self._source(user, message)
            payload["message_ts"] = message.ts
            del payload["container"]
        answer = await self._delivery.ask("interactive", payload)
        return Outcome(answer.ok, answer.error)

    async def submit(self, user: User, view: View, values: forms.Values) -> SubmitResult:
        """Submits a modal with these values and does what the app answers."""
        ctx = self._ctx
        for block_id, actions in values.items():
            view.values.setdefault(block_id, {}).update(actions)
        errors = self._own_complaints(view)
        if errors:
            return SubmitResult(False, errors)
        payload = self._base("view_submission", user) | {"view": view.filled_body, "response_urls": []}
        payload["trigger_id"] = ctx.tokens.trigger(user.id, from_modal=True)
        answer = await self._delivery.ask("interactive", payload)
        if not answer.ok:
            return SubmitResult(False, error=_TROUBLE)
        try:
            return self._respond(user, view, answer.body)
        except SlackError as refusal:
            ctx.complaints.append(f"the answer to view_submission was refused: {refusal.body}")
            return SubmitResult(False, error=_TROUBLE)

    async def close(self, user: User, view: View) -> Outcome:
        """Closes a modal without submitting it."""
        stack = self._ctx.workspace.modals.get(user.id, [])
        if view not in stack:
            raise Refused("not_found", "That modal is closed already.")
        gone = list(stack) if view.body["clear_on_close"] else stack[stack.index(view) :]
        del stack[len(stack) - len(gone) :]
        views_changed(self._ctx, user.id)
        for one in reversed(gone):
            if one.body["notify_on_close"]:
                cleared = bool(view.body["clear_on_close"])
                payload = self._base("view_closed", user) | {"view": one.filled_body, "is_cleared": cleared}
                answer = await self._delivery.ask("interactive", payload)
                if not answer.ok:
                    return Outcome(False, answer.error)
        return Outcome(True)

    async def suggest(
        self, user: User, source: Message | View, block: dict[str, Any], element: dict[str, Any], typed: str
    ) -> dict[str, Any]:
        """Asks the app for the options of an external menu: `options` or `option_groups`."""
        if len(typed) < element.get("min_query_length", 3):
            return {"options": []}
        payload = self._base("block_suggestion", user)
        payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        payload |= self._source(user, source)
        for name in ("trigger_id", "response_url"):
            payload.pop(name, None)
        answer = await self._delivery.ask("interactive", payload)
        body = answer.body if isinstance(answer.body, dict) else {}
        wrong: Complaints = []
        if "option_groups" in body:
            OPTION_GROUPS(body["option_groups"], "/option_groups", wrong)
        else:
            _SUGGESTED(body.get("options"), "/options", wrong)
        if not answer.ok or wrong:
            self._ctx.complaints.append(f"options for {element['action_id']}: {answer.error or wrong}")
            raise Refused("no_options", "Sorry, the options could not be loaded.")
        return {name: body[name] for name in ("option_groups", "options") if name in body}

    def _base(self, kind: str, user: User) -> dict[str, Any]:
        workspace = self._ctx.workspace
        if not self._ctx.manifest.interactive:
            said = "This app is not configured to handle interactive responses."
            raise Refused("not_configured", said)
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team_id},
            "api_app_id": workspace.app_id,
            "token": self._ctx.verification_token,
            "team": {"id": workspace.team_id, "domain": workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _source(self, user: User, source: Message | View) -> dict[str, Any]:
        ctx = self._ctx
        if isinstance(source, View):
            return {
                "container": {"type": "view", "view_id": source.id},
                "view": source.filled_body,
                "trigger_id": ctx.tokens.trigger(user.id, source.body["type"] == "modal"),
            }
        message, channel = source, ctx.workspace.channels[source.channel]
        container: dict[str, Any] = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        container["is_ephemeral"] = message.ephemeral
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = {
            "container": container,
            "channel": {"id": channel.id, "name": _CHANNEL_NAMES.get(channel.kind, channel.name)},
            "trigger_id": ctx.tokens.trigger(user.id),
            "response_url": ctx.response_url(channel.id, user.id, message),
        }
        if not message.ephemeral:
            payload["message"] = message.data
        return payload

    def _own_complaints(self, view: View) -> dict[str, str]:
        errors = {}
        for block in view.blocks:
            if block["type"] == "input":
                state = view.values[block["block_id"]][block["element"]["action_id"]]
                said = forms.complaint(block, state)
                if said:
                    errors[block["block_id"]] = said
        return errors

    def _respond(self, user: User, view: View, body: Any) -> SubmitResult:
        ctx, stack = self._ctx, self._ctx.workspace.modals.get(user.id, [])
        action = body.get("response_action") if isinstance(body, dict) else None
        if body and action is None:
            raise SlackError("invalid_response_action", [str(body)[:200]])
        if action == "errors":
            inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            errors = body.get("errors")
            if not isinstance(errors, dict) or not errors or set(errors) - inputs:
                raise SlackError("invalid_errors", [f"errors must name input blocks, not {errors}"])
            return SubmitResult(False, dict(errors))
        if action == "update":
            change_view(ctx, view, checked_view(body.get("view"), "modal"))
        elif action == "push":
            stack_view(ctx, user.id, checked_view(body.get("view"), "modal"))
        elif action == "clear":
            stack.clear()
        elif action is not None:
            raise SlackError("invalid_response_action", [str(action)])
        elif view in stack:
            stack.remove(view)
        views_changed(ctx, user.id)
        return SubmitResult(True)

    def _say(self, channel: Channel, user: User, body: Any) -> Message | None:
        if not body:
            return None
        if isinstance(body, str):
            body = {"text": body}
        if not body.get("text") and not body.get("blocks"):
            return None
        text, blocks = content(self._ctx, body)
        bot = self._ctx.workspace.bot.id
        if body.get("response_type", "ephemeral") == "in_channel":
            return operations.post(self._ctx, channel, bot, text, blocks)
        return operations.post_ephemeral(self._ctx, channel, user.id, bot, text, blocks)
