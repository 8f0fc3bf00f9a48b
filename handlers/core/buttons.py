"""A press that is a verb and its answer, and no more."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Actor, Context, pressed
from messages.core.text import Message

Press = Callable[[AsyncAck, dict[str, Any], Context, Actor, AsyncRespond], Awaitable[None]]


def answered(verb: Callable[..., Any], say: Callable[[Any], Message]) -> Press:
    """Whoever pressed does what the button says to what it carries, and alone hears what came of it."""

    async def press(
        ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
    ) -> None:
        outcome = await ctx.run(verb, actor, pressed(body))
        await ack()
        ctx.whisper(body, respond, say(outcome))

    return press
