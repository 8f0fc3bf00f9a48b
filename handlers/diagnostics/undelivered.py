"""What did not go out, and why: for admins."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from handlers.core.forms import open_view
from learning.diagnostics import undelivered
from messages.core.text import page
from messages.diagnostics import undelivered as render


async def show(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """An admin asks from Home why something did not go out."""
    found = await ctx.read(undelivered.find, actor)
    said = await ctx.localised(actor.id, render.told(found))
    await open_view(client, body["trigger_id"], page(said, "What did not go out"))
    await ack()


async def type_why(ack: AsyncAck, ctx: Context, actor: Actor, rest: str) -> None:
    """Someone typed /digest why, and perhaps words to look for."""
    found = await ctx.read(undelivered.find, actor)
    await ack(**render.told(found, rest.strip()))
