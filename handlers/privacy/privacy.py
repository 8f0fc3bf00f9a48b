"""A person's own data: they have it sent to them, or deleted."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from learning.privacy import erasure, own_data
from messages.core.text import page
from messages.privacy import privacy as render

TITLE = "Delete my data"


async def download(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Download my data."""
    await ctx.run(own_data.ask, actor, request_key=body["view"]["id"])
    await ack()
    ctx.whisper(body, respond, render.on_its_way())


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Someone pressed Delete my data: the form says what that does."""
    # In place of the preferences, which will be others afterwards.
    await client.views_update(view_id=body["view"]["id"], view=render.ask())
    await ack()


async def delete(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone means it: that is on record before they hear of it, and done at once or by the loop."""
    await ctx.run(erasure.ask, actor)
    await ack(response_action="update", view=page(render.deleting(), TITLE))

    async def finish() -> None:
        await ctx.database.run_behind(erasure.erase, actor.workspace_id, actor.id, at=ctx.clock.now())
        await ctx.home_tabs.draw(actor.id)
        await client.views_update(view_id=body["view"]["id"], view=page(render.deleted(), TITLE))

    ctx.background(finish())
