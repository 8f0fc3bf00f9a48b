"""Lunches as everyone sees them: what is coming, and what one can look back on."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from slackblocks import Block

from handlers.core.context import Actor, Context, pressed
from handlers.core.forms import open_view
from learning.lunches import listings, recordings
from messages.core.text import Message, page
from messages.lunches import lunches as render
from messages.lunches import recordings as recording_render


async def coming(ctx: Context, actor: Actor, here: str) -> Message:
    """What `/learn lunches` says."""
    listed = await ctx.read(listings.coming, actor, here=here)
    return render.coming(listed)


async def type_coming(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone typed /learn lunches, or /teach lunches."""
    await ack(**await coming(ctx, actor, body["channel_id"]))


async def show_coming(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Coming lunches."""
    said = await coming(ctx, actor, "")
    await open_view(client, body["trigger_id"], page(said, "Coming lunches"))
    await ack()


async def show_occurrences(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone wants to see all of a series that is theirs."""
    listed = await ctx.read(listings.occurrences, actor, pressed(body))
    await open_view(client, body["trigger_id"], page(render.occurrences(listed), "Yours to come"))
    await ack()


async def find(ctx: Context, actor: Actor, wanted: str, here: str) -> list[Block]:
    """The lunches that somebody can look back on, among what they search."""
    found = await ctx.database.read(recordings.find, actor.workspace_id, wanted, here=here)
    return recording_render.found(found)
