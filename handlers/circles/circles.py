"""`/circle`: begin one, see what there is, come and go, and what facilitators decide."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.buttons import answered
from handlers.core.commands import help_lines
from handlers.core.context import Actor, Context, number
from handlers.core.forms import open_view, value
from learning.circles import circles, facilitating, membership, own_prompts, plans, previews, upkeep
from learning.circles.settings import CIRCLES_CHANNEL
from learning.core import wallclock
from learning.core.errors import FormErrors
from learning.workspace import people
from messages.circles import circles as render
from messages.circles import forms, ids
from messages.circles import rounds as round_render
from messages.core.text import Message, page
from messages.core.topics import TOPIC_SEARCH
from messages.workspace import ids as workspace_ids

_PAGE = re.compile(r" [1-9][0-9]{0,3}")


def a_page(rest: str) -> bool:
    """Whether what follows is a page's number, or nothing."""
    return not rest or _PAGE.fullmatch(rest) is not None


async def command(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, text: str
) -> None:
    """Someone typed /circle, alone or with words that are none of its own."""
    if text:
        await ack(**render.help_text(help_lines("/circle")))
    else:
        await _open_begin(client, ctx, actor, body["trigger_id"], here=body["channel_id"])
        await ack()


async def type_list(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, rest: str) -> None:
    """Someone typed /circle list, and perhaps which page of it."""
    await ack(**await listing(ctx, actor, body["channel_id"], number=int(rest or 1)))


async def show(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Circles."""
    await open_view(client, body["trigger_id"], page(await listing(ctx, actor, ""), "Circles"))
    await ack()


async def open_form(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Begin a circle."""
    await _open_begin(client, ctx, actor, body["trigger_id"], here="")
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator sent the form that begins a circle."""
    view = body["view"]
    wanted = await _checked(view, ctx)
    facts = await ctx.run(facilitating.begin, actor, wanted, request_key=f"view:{view['id']}")
    await ack(response_action="update", view=forms.done(render.begun(facts, at=ctx.clock.now())))


async def submit_edit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator sent the form that changes a circle."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    wanted = await _checked(view, ctx)
    facts = await ctx.run(
        facilitating.edit,
        actor,
        kept["circle"],
        wanted,
        shown=kept["shown"],
        shown_prompts=kept["own"],
        version=kept["version"],
    )
    await ack(response_action="update", view=forms.done(render.edited(facts)))


async def submit_pause(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator said until when a circle is paused."""
    view = body["view"]
    facts = await ctx.run(
        facilitating.pause, actor, number(view["private_metadata"]), value(view, forms.UNTIL)
    )
    await ack(response_action="update", view=forms.done(render.paused(facts)))


async def submit_end(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A facilitator ends a circle."""
    facts = await ctx.run(facilitating.end, actor, number(body["view"]["private_metadata"]))
    await ack(response_action="update", view=forms.done(render.ended(facts)))


join = answered(membership.join, render.joined)
"""Someone pressed Join."""

leave = answered(membership.leave, render.left)
"""Someone pressed Leave."""

take_over = answered(upkeep.take_over, render.taken_over)
"""A facilitator pressed I'll facilitate it."""


async def more(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """A facilitator chose something from a circle's menu."""
    chosen, _, carried = body["actions"][0]["selected_option"]["value"].partition(":")
    await _CHOICES[chosen](body, client, ctx, actor, respond, number(carried))
    await ack()


async def act(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """A facilitator pressed one of the same under a message of mine."""
    action = body["actions"][0]
    await _CHOICES[action["action_id"]](body, client, ctx, actor, respond, number(action["value"]))
    await ack()


async def listing(ctx: Context, actor: Actor, here: str, *, number: int = 1) -> Message:
    """A page of the circles there are, for whoever looks."""
    listed = await ctx.read(circles.listed, actor, here=here, page=number)
    member = await ctx.read(people.get, actor)
    return render.listing(listed, may_begin=member.facilitates, page=number)


async def _open_begin(
    client: AsyncWebClient, ctx: Context, actor: Actor, trigger_id: str, *, here: str
) -> None:
    host = await ctx.read(people.facilitating, actor, instead=facilitating.INSTEAD)
    usual = ctx.settings[CIRCLES_CHANNEL] or here
    form = forms.Form(
        zone=str(wallclock.zone_info(host.zone)),
        start=wallclock.wall(ctx.clock.now(), host.zone).date(),
        channel_id=await ctx.channels.usable(usual),
    )
    await open_view(client, trigger_id, forms.begin(form))


async def _open_edit(
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    _: AsyncRespond,
    circle_id: int,
    *,
    slower: bool = False,
) -> None:
    facts = await ctx.run(facilitating.form, actor, circle_id)
    now = ctx.clock.now()
    form = forms.Form(
        zone=facts.zone,
        start=wallclock.wall(max(now, facts.next_at or now), facts.zone).date(),
        channel_id=facts.channel_id,
        facts=facts,
        members=await ctx.database.read(circles.members, circle_id),
        rhythm=facts.rhythm.slower if slower else None,
        own=await ctx.database.read(own_prompts.editable, circle_id),
        hides_channel=not await ctx.channels.shows(facts.channel_id, actor.id),
    )
    await open_view(client, body["trigger_id"], forms.edit(form))


async def _open_slower(
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
    circle_id: int,
) -> None:
    await _open_edit(body, client, ctx, actor, respond, circle_id, slower=True)


async def _open_pause(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: AsyncRespond, circle_id: int
) -> None:
    facts = await ctx.run(facilitating.form, actor, circle_id)
    await open_view(client, body["trigger_id"], forms.pause(facts))


async def _open_end(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, _: AsyncRespond, circle_id: int
) -> None:
    facts = await ctx.run(facilitating.form, actor, circle_id)
    await open_view(client, body["trigger_id"], forms.end(facts))


async def _resume(
    body: dict[str, Any], _: AsyncWebClient, ctx: Context, actor: Actor, respond: AsyncRespond, circle_id: int
) -> None:
    facts = await ctx.run(facilitating.resume, actor, circle_id)
    ctx.whisper(body, respond, render.resumed(facts))


async def _skip(
    body: dict[str, Any], _: AsyncWebClient, ctx: Context, actor: Actor, respond: AsyncRespond, circle_id: int
) -> None:
    facing = await ctx.run(previews.skip_next, actor, circle_id)
    ctx.whisper(body, respond, round_render.skipped(facing))


_CHOICES: dict[str, Callable[..., Awaitable[None]]] = {
    ids.CIRCLE_EDIT: _open_edit,
    ids.CIRCLE_SLOWER: _open_slower,
    ids.CIRCLE_PAUSE: _open_pause,
    ids.CIRCLE_RESUME: _resume,
    ids.CIRCLE_SKIP: _skip,
    ids.CIRCLE_END: _open_end,
}


async def _checked(view: dict[str, Any], ctx: Context) -> plans.Plan:
    """What the form says; raises `Refused` for all that is wrong with it."""
    kept, wrong = json.loads(view["private_metadata"]), FormErrors()
    channel_id = value(view, forms.CHANNEL) or kept.get("channel", "")
    wanted = wrong.check(_plan, view, ctx, kept["zone"], channel_id)
    with wrong:
        await ctx.channels.check(channel_id, forms.CHANNEL)
    wrong.settle()
    return wanted


def _plan(view: dict[str, Any], ctx: Context, zone: str, channel_id: str) -> plans.Plan:
    values = view["state"]["values"]
    kinds = values[forms.BANK_KINDS][forms.BANK_KINDS].get("selected_options") or []
    return plans.plan(
        value(view, forms.NAME) or "",
        topic=value(view, forms.TOPIC, TOPIC_SEARCH) or "",
        channel_id=channel_id,
        is_open=value(view, forms.OPEN) == "open",
        members=values[forms.MEMBERS][forms.MEMBERS].get("selected_users") or [],
        format=value(view, forms.FORMAT) or circles.DISCUSSION,
        repeat=value(view, forms.REPEAT) or "",
        weekday=int(value(view, forms.WEEKDAY) or 0),
        clock=value(view, forms.TIME),
        zone=value(view, forms.ZONE, workspace_ids.ZONES) or zone,
        start=value(view, forms.START),
        until=value(view, forms.UNTIL),
        source=value(view, forms.SOURCE) or plans.BANK,
        kinds=[option["value"] for option in kinds],
        own=value(view, forms.PROMPTS) or "",
        at=ctx.clock.now(),
    )
