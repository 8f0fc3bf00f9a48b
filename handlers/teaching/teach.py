"""`/teach`: offer what one knows, see what is wanted."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from handlers.lunches import lunches, proposals
from handlers.teaching import offers, wishes
from learning.core import words
from messages.teaching import offers as render


async def command(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone typed /teach."""
    text = words.plain(body.get("text", ""))
    verb = text.casefold()
    if verb in ("help", "?"):
        await ack(**render.teach_help())
    elif verb in ("mine", "list", "pause", "stop"):
        await ack(**render.mine(await offers.mine(ctx, actor)))
    elif verb == "wanted":
        await ack(**await wishes.board(ctx, actor))
    elif verb == "lunches":
        await ack(**await lunches.coming(ctx, actor, body["channel_id"]))
    elif verb.split()[:1] == ["lunch"]:
        title = text.partition(" ")[2].strip()
        await proposals.open_form(
            client, ctx, body["trigger_id"], here=body["channel_id"], actor=actor, plan=(title, "")
        )
        await ack()
    elif not text:
        await offers.open_form(client, ctx, actor, body["trigger_id"])
        await ack()
    else:
        topic, _, note = text.partition(" ")
        names = await offers.offer(ctx, actor, [topic], note=note or None)
        await ack(**render.offered(names))
