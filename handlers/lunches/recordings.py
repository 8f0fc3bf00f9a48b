"""Recordings and slides: a host says where people can look back on a lunch."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number, pressed
from handlers.core.forms import open_view, value
from learning.lunches import hosting, recordings
from messages.lunches import recordings as render
from messages.lunches.hosting import done


async def ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A host pressed Add recording or slides."""
    await open_form(body, client, ctx, actor, pressed(body))
    await ack()


async def open_form(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, lunch_id: int
) -> None:
    """Opens the modal that takes the links."""
    facts = await ctx.run(hosting.owned, actor, lunch_id)
    await open_view(client, body["trigger_id"], render.record(facts), over=body.get("view"))


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A host sent the links."""
    view = body["view"]
    facts = await ctx.run(
        recordings.record,
        actor,
        number(view["private_metadata"]),
        value(view, render.RECORDING) or "",
        value(view, render.SLIDES) or "",
    )
    await ack(response_action="update", view=done(render.kept(facts)))
