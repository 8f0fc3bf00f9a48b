"""`/teach`: offer what one knows."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.commands import help_lines
from handlers.core.context import Actor, Context
from handlers.teaching import offers
from messages.teaching import offers as render


async def command(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, text: str
) -> None:
    """Someone typed /teach, alone or with a topic and a note."""
    if text:
        topic, _, note = text.partition(" ")
        names = await offers.offer(ctx, actor, [topic], note=note or None)
        await ack(**render.offered(names))
    else:
        await offers.open_form(client, ctx, actor, body["trigger_id"])
        await ack()


async def show_help(ack: AsyncAck) -> None:
    """Someone typed /teach help."""
    await ack(**render.teach_help(help_lines("/teach")))


async def show_mine(ack: AsyncAck, ctx: Context, actor: Actor) -> None:
    """Someone typed /teach mine."""
    await ack(**render.mine(await offers.mine(ctx, actor)))
