"""Topics: what the field that searches them offers while somebody types."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.core.context import Actor, Context
from learning.core import topics
from messages.core.topics import topic_options


async def suggest(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone types into a field for topics."""
    typed = body.get("value") or ""
    known = await ctx.database.read(topics.look_up, actor.workspace_id, typed)
    await ack(options=topic_options(typed, known))
