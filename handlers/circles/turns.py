"""Passing one's turn in a round where each is asked."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Actor, Context, number
from learning.circles.formats import turns
from messages.circles import turns as render


async def let_pass(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Somebody pressed Pass."""
    round_id, _, whose_id = str(body["actions"][0]["value"]).partition(":")
    await ctx.run(turns.let_pass, actor, number(round_id), whose_id)
    await ack()
    ctx.whisper(body, respond, render.passed())
