"""The router: hands what Slack sends to the handler of its name, whichever activity that belongs to."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core import channel_events, commands, reactions, threads, topics
from handlers.core.context import Actor, Context
from handlers.core.features import features
from handlers.core.sockets.routes import Handler, Route
from learning.core import words
from messages.core.text import Message
from messages.core.topics import TOPIC_SEARCH
from storage import discovery

CORE = "core"
_OWN = (
    Route("options", TOPIC_SEARCH, topics.suggest),
    Route("event", "message", threads.message),
    Route("event", "reaction_added", reactions.added),
    Route("event", "reaction_removed", reactions.removed),
    Route("event", "member_joined_channel", channel_events.came),
    Route("event", "channel_left", channel_events.changed),
    Route("event", "group_left", channel_events.changed),
    Route("event", "channel_archive", channel_events.changed),
    Route("event", "channel_unarchive", channel_events.changed),
    Route("event", "group_archive", channel_events.changed),
    Route("event", "group_unarchive", channel_events.changed),
)
"""What the core answers itself."""

_NAME: dict[str, Callable[[dict[str, Any]], str]] = {
    "command": lambda body: str(body["command"]),
    "message_shortcut": lambda body: str(body["callback_id"]),
    "options": lambda body: str(body["action_id"]),
    "view_submission": lambda body: str(body["view"]["callback_id"]),
    "block_action": lambda body: str(body["actions"][0]["action_id"]),
    "event": lambda body: str(body["event"]["type"]),
}
"""Where Slack writes the name, for each kind of what it sends."""


def routes() -> tuple[Route, ...]:
    """Everything that is answered.

    Raises `discovery.PlugError` for a kind that there is none of, for two of one kind and name, for two
    subcommands of one word, and for one of a command that nobody answers.
    """
    there = [(CORE, one) for one in _OWN]
    there += [(activity, one) for activity, feature in features().items() for one in feature.routes]
    for activity, route in there:
        if route.kind not in _NAME:
            kinds = ", ".join(_NAME)
            raise discovery.PlugError(
                f"There are no routes of the kind {route.kind!r}, as {route.name!r} in {activity} is: only "
                f"{kinds}."
            )
    found = discovery.unique("routes", ((activity, f"{one.kind} {one.name}", one) for activity, one in there))
    for typed, subcommand in commands.subcommands().items():
        if f"command {subcommand.command}" not in found:
            raise discovery.PlugError(f"Nobody answers {subcommand.command}, so nothing can answer {typed}.")
    return tuple(found.values())


def register(app: AsyncApp) -> None:
    """Lets the app listen to all of them.

    One Bolt listener a kind: Bolt asks its listeners one after the other whether they want a request, and
    each asking costs as much as a query.
    """
    there = routes()
    for kind in _NAME:
        handlers = {route.name: route.handler for route in there if route.kind == kind}
        if handlers:
            listen: Any = getattr(app, kind)
            listen(re.compile(rf"\A(?:{'|'.join(map(re.escape, handlers))})\Z"))(_hand_on(kind, handlers))


def _hand_on(kind: str, handlers: Mapping[str, Handler]) -> Any:
    """Gives a request to the handler of its name, with as much of it as that handler names.

    After a press or a form the Home of whoever acted is drawn anew if they acted there, or in a form, which
    may have been opened from it.
    """
    draws = kind in ("block_action", "view_submission")

    async def handle(
        ack: AsyncAck,
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
        ctx: Context,
        actor: Actor,
    ) -> None:
        async def tell(**said: Any) -> None:
            # What a command is answered with is for one person; it may be nothing.
            await (ack(**await ctx.localised(actor.id, cast(Message, said))) if said else ack())

        given: dict[str, Any] = {
            "ack": tell if kind == "command" else ack,
            "body": body,
            "client": client,
            "ctx": ctx,
            "actor": actor,
            "respond": context.respond,
            "event": body.get("event"),
        }
        name = _NAME[kind](body)
        handler = handlers[name]
        if kind == "command":
            given["text"] = text = words.plain(body.get("text") or "")
            if chosen := commands.choose(name, text):
                handler, given["rest"] = chosen[0].handler, chosen[1]
        try:
            await handler(**{each: given[each] for each in _parameters(handler)})
        finally:
            if draws and "view" in body:
                ctx.background(ctx.home_tabs.draw(actor.id))

    return handle


@cache
def _parameters(handler: Handler) -> tuple[str, ...]:
    return tuple(inspect.signature(handler).parameters)
