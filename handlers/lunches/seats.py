"""Sign up, leave, take the seat that is offered, add it to a calendar."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.buttons import answered
from handlers.core.context import Actor, Context, pressed
from learning.lunches import seats
from learning.workspace import people
from messages.lunches import lunches as render

join = answered(seats.join, render.joined)
"""Someone pressed Sign up."""

leave = answered(seats.leave, render.left)
"""Someone pressed Leave, or Pass under a seat that they are offered."""

take = answered(seats.take, render.joined)
"""Someone pressed Take the seat."""


async def calendar(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Add to calendar."""
    facts = await ctx.read(seats.my_standing, actor, pressed(body))
    host = await ctx.database.read(people.get, actor.workspace_id, facts.card.host_id)
    await ack()
    ctx.whisper(body, respond, render.calendar(facts, actor.id, host.name or "the host"))
