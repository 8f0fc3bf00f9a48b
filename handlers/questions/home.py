"""Questions from Home: asking one, and finding an answer."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from handlers.core.forms import open_view
from handlers.questions import learn
from messages.core.text import page
from messages.questions import form as render


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context) -> None:
    """Someone pressed Ask a question."""
    await learn.open_form(client, ctx, body["trigger_id"], here="")
    await ack()


async def find(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Someone pressed Find an answer."""
    await open_view(client, body["trigger_id"], render.find())
    await ack()


async def submit_find(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone said what they look for; the form becomes what was found, in public channels."""
    wanted = body["view"]["state"]["values"][render.WORDS][render.WORDS].get("value") or ""
    said = await learn.find(ctx, actor, wanted, here="")
    await ack(response_action="update", view=page(said, "Find an answer"))
