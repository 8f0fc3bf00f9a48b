"""What a facilitator does with the next round: another prompt, other words, or none."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number
from handlers.core.forms import open_view
from learning.circles import previews
from messages.circles import forms
from messages.circles import rounds as render


async def swap(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator pressed Swap; the message itself shows the other prompt."""
    round_id, version = _carried(body)
    await ctx.run(previews.swap, actor, round_id, version)
    await ack()


async def edit(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A facilitator pressed Edit."""
    round_id, _ = _carried(body)
    facing = await ctx.run(previews.form, actor, round_id)
    await open_view(client, body["trigger_id"], render.edit(facing))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator sent a prompt in their own words."""
    view = body["view"]
    facing = await ctx.run(
        previews.reword,
        actor,
        number(view["private_metadata"]),
        view["state"]["values"][render.PROMPT][render.PROMPT].get("value") or "",
    )
    await ack(response_action="update", view=forms.done(render.reworded(facing)))


async def skip(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator pressed Skip; the message itself says so."""
    round_id, _ = _carried(body)
    await ctx.run(previews.skip, actor, round_id)
    await ack()


def _carried(body: dict[str, Any]) -> tuple[int, int]:
    """The round that a button is about, and which state of it was shown."""
    round_id, _, version = str(body["actions"][0]["value"]).partition(":")
    return number(round_id), number(version)
