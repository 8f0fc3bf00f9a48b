"""Experts: somebody who was asked to help with a question passes."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.core.context import Actor, Context, pressed
from learning.questions import experts


async def not_me(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Somebody pressed Not me; their line goes, and nobody is told."""
    await ctx.run(experts.not_me, actor, pressed(body))
    await ack()
