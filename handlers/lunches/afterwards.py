"""After a lunch: were you there, feedback, did you use it; and the host's roll."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number, pressed
from handlers.core.forms import open_view
from learning.core.errors import LearningError
from learning.lunches import afterwards
from messages.lunches import afterwards as render
from messages.lunches import hosting as host_render


async def there(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone says they were there; the outbox shows it in the message itself."""
    await _was_there(body, ctx, actor, there=True)
    await ack()


async def not_there(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone says they were not there."""
    await _was_there(body, ctx, actor, there=False)
    await ack()


async def ask_rating(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Give feedback."""
    facts = await ctx.run(afterwards.look_back, actor, pressed(body))
    await open_view(client, body["trigger_id"], render.rate(facts))
    await ack()


async def submit_rating(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone sent their feedback."""
    fields = body["view"]["state"]["values"]
    chosen = fields[render.RATING][render.RATING].get("selected_option") or {}
    facts = await ctx.run(
        afterwards.rate,
        actor,
        number(body["view"]["private_metadata"]),
        int(chosen.get("value") or 0),
        use=fields[render.USE][render.USE].get("value") or "",
        missing=fields[render.MISSING][render.MISSING].get("value") or "",
        named=bool(fields[render.NAMED][render.NAMED].get("selected_options")),
    )
    await ack(response_action="update", view=host_render.done(render.thanks(facts)))


async def used(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone used what they learned."""
    await _use(body, ctx, actor, used=True)
    await ack()


async def not_used(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone did not use it yet."""
    await _use(body, ctx, actor, used=False)
    await ack()


async def teach(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone who learned would answer questions."""
    await _teach(body, ctx, actor, teaches=True)
    await ack()


async def rather_not(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone would rather not."""
    await _teach(body, ctx, actor, teaches=False)
    await ack()


async def ask_roll(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A host pressed Who was there?"""
    await open_roll(body, client, ctx, actor, pressed(body))
    await ack()


async def open_roll(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, lunch_id: int
) -> None:
    """Opens the modal in which a host says who was there."""
    facts = await ctx.run(afterwards.roll, actor, lunch_id)
    if not facts.guests:
        raise LearningError("Nobody signed up for this one.")
    await open_view(client, body["trigger_id"], render.call(facts), over=body.get("view"))


async def submit_roll(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A host said who was there."""
    fields = body["view"]["state"]["values"]
    attended = {
        option["value"]
        for block_id, field in fields.items()
        if block_id.startswith(f"{render.ATTENDED}.")
        for option in field[block_id].get("selected_options") or []
    }
    facts = await ctx.run(afterwards.confirm, actor, number(body["view"]["private_metadata"]), attended)
    await ack(response_action="update", view=host_render.done(render.confirmed(facts)))


async def _was_there(body: dict[str, Any], ctx: Context, actor: Actor, *, there: bool) -> None:
    await ctx.run(afterwards.was_there, actor, pressed(body), there=there)


async def _use(body: dict[str, Any], ctx: Context, actor: Actor, *, used: bool) -> None:
    await ctx.run(afterwards.use, actor, pressed(body), used=used)


async def _teach(body: dict[str, Any], ctx: Context, actor: Actor, *, teaches: bool) -> None:
    await ctx.run(afterwards.teach, actor, pressed(body), teaches=teaches)
