"""A lunch as its host sees it: cancelling, closing, writing, posting it again, taking it over."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number, pressed
from handlers.core.forms import open_view, value
from handlers.lunches import proposals, recordings
from handlers.lunches.afterwards import open_roll
from learning.lunches import announcements, handovers, hosting
from learning.lunches.occurrences import THIS
from messages.lunches import form as forms
from messages.lunches import hosting as render
from messages.lunches import ids
from messages.lunches import lunches as lunch_render


async def submit_cancel(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A host said why a lunch is cancelled."""
    view = body["view"]
    called_off = await ctx.run(
        hosting.cancel,
        actor,
        number(view["private_metadata"]),
        value(view, render.WHY) or "",
        scope=value(view, forms.SCOPE) or THIS,
    )
    said = render.called_off(called_off.card, called_off.occurrences)
    await ack(response_action="update", view=render.done(said))


async def submit_note(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A host wrote to those with a seat."""
    view = body["view"]
    readers = await ctx.run(
        hosting.write,
        actor,
        number(view["private_metadata"]),
        value(view, render.NOTE) or "",
        request_key=f"view:{view['id']}",
    )
    await ack(response_action="update", view=render.done(render.written(readers)))


async def more(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """A host chose something from a card's menu."""
    chosen, _, carried = body["actions"][0]["selected_option"]["value"].partition(":")
    await _CHOICES[chosen](body, client, ctx, actor, respond, number(carried))
    await ack()


async def cancel(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A facilitator pressed Cancel it."""
    await _open_cancel(body, client, ctx, actor, None, pressed(body))
    await ack()


async def post_again(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """A host whose lunch could not be announced pressed Post it again, after mending it, one hopes."""
    before = await ctx.run(hosting.owned, actor, pressed(body))
    await ctx.channels.ask(before.channel_id)
    await ctx.channels.check(before.channel_id, forms.CHANNEL)
    facts = await ctx.run(announcements.post_again, actor, pressed(body))
    await ack()
    ctx.whisper(body, respond, lunch_render.proposed(facts, 1))


async def take_over(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """A facilitator pressed I'll host it."""
    taken = await ctx.run(handovers.take_over, actor, pressed(body))
    await ack()
    ctx.whisper(body, respond, render.taken_over(taken.card, taken.occurrences))


async def _open_edit(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: Any, lunch_id: int
) -> None:
    await proposals.open_edit(body, client, ctx, actor, lunch_id)


async def _open_record(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: Any, lunch_id: int
) -> None:
    await recordings.open_form(body, client, ctx, actor, lunch_id)


async def _open_roll(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: Any, lunch_id: int
) -> None:
    await open_roll(body, client, ctx, actor, lunch_id)


async def _open_cancel(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: Any, lunch_id: int
) -> None:
    facts = await ctx.run(hosting.form, actor, lunch_id)
    await open_view(client, body["trigger_id"], render.cancel(facts), over=body.get("view"))


async def _open_note(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: Any, lunch_id: int
) -> None:
    facts = await ctx.run(hosting.owned, actor, lunch_id)
    await open_view(client, body["trigger_id"], render.write(facts), over=body.get("view"))


async def _close(
    body: dict[str, Any], _: AsyncWebClient, ctx: Context, actor: Actor, respond: AsyncRespond, lunch_id: int
) -> None:
    closed = body["actions"][0]["selected_option"]["value"].startswith(f"{ids.LUNCH_CLOSE}:")
    facts = await ctx.run(hosting.close, actor, lunch_id, closed=closed)
    ctx.whisper(body, respond, render.closed(facts))


_CHOICES: dict[str, Callable[..., Awaitable[None]]] = {
    ids.LUNCH_EDIT: _open_edit,
    ids.LUNCH_CANCEL: _open_cancel,
    ids.LUNCH_WRITE: _open_note,
    ids.LUNCH_RECORD: _open_record,
    ids.LUNCH_ROLL: _open_roll,
    ids.LUNCH_CLOSE: _close,
    ids.LUNCH_OPEN: _close,
}
