"""Demand: somebody who was asked to host says yes or no."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.buttons import answered
from handlers.core.context import Actor, Context, pressed
from handlers.lunches import proposals
from learning.lunches import host_requests
from messages.lunches import demand as render


async def host(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Somebody pressed Host it: the form opens, with the topic filled in."""
    request_id = pressed(body)
    topic = await ctx.run(host_requests.accept, actor, request_id)
    facts = await ctx.database.read(host_requests.suggestion, request_id, at=ctx.clock.now())
    await proposals.open_form(
        client, ctx, body["trigger_id"], here="", actor=actor, named=[topic], plan=render.plan(facts)
    )
    await ack()


async def host_on(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Somebody pressed Host a lunch on the board: the form opens, with the topic filled in."""
    await proposals.open_form(
        client,
        ctx,
        body["trigger_id"],
        here="",
        actor=actor,
        named=[body["actions"][0]["value"]],
        over=body.get("view"),
    )
    await ack()


decline = answered(host_requests.decline, render.declined)
"""Somebody would rather not host this."""
