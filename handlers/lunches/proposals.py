"""Proposing a lunch, and changing one: the forms, opened and sent."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, pressed
from handlers.core.forms import open_view, value
from learning.core import wallclock
from learning.core.errors import FormErrors
from learning.lunches import edits, hosting, lunches, proposals
from learning.lunches.occurrences import THIS
from learning.lunches.settings import LUNCHES_CHANNEL
from learning.questions import channels
from learning.workspace import people
from messages.core.topics import TOPIC_SEARCH
from messages.lunches import form as render
from messages.lunches import hosting as host_render
from messages.lunches import lunches as lunch_render


async def open_form(
    client: AsyncWebClient,
    ctx: Context,
    trigger_id: str,
    *,
    here: str,
    actor: Actor,
    named: Sequence[str] = (),
    plan: tuple[str, str] = ("", ""),
    over: dict[str, Any] | None = None,
) -> None:
    """Opens the modal that proposes a lunch, in the host's zone, for the channel they are in.

    `plan` is a title and what people take away, to begin with; `over` is the page it comes on top of.
    """
    host = await ctx.read(people.get, actor)
    usual = (
        ctx.settings[LUNCHES_CHANNEL] or here or await ctx.database.read(channels.usual, actor.workspace_id)
    )
    form = render.propose(
        zone=str(wallclock.zone_info(host.zone)),
        here=here,
        named=named,
        plan=plan,
        channel_id=await ctx.channels.usable(usual),
        first_day=wallclock.wall(ctx.clock.now(), host.zone).date() + timedelta(days=1),
    )
    await open_view(client, trigger_id, form, over=over)


async def ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Propose a lunch."""
    await open_form(client, ctx, body["trigger_id"], here="", actor=actor)
    await ack()


async def type_propose(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, rest: str
) -> None:
    """Someone typed /teach lunch, and perhaps its title."""
    title = rest.partition(" ")[2].strip()
    await open_form(client, ctx, body["trigger_id"], here=body["channel_id"], actor=actor, plan=(title, ""))
    await ack()


async def again(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A host pressed Plan it again: the form opens as it was sent then, but for the day."""
    facts = await ctx.database.read(lunches.card, pressed(body))
    plan = facts.title, facts.takeaways
    await open_form(client, ctx, body["trigger_id"], here="", actor=actor, named=facts.topics, plan=plan)
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone sent the form that proposes a lunch."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    wrong, channel_id = FormErrors(), value(view, render.CHANNEL) or ""
    wanted = wrong.check(_plan, view, ctx, kept["zone"], channel_id)
    with wrong:
        await ctx.channels.check(channel_id, render.CHANNEL)
    wrong.settle()
    proposed = await ctx.run(proposals.propose, actor, wanted, request_key=f"view:{view['id']}")
    said = lunch_render.proposed(proposed.card, len(proposed.lunch_ids))
    await ack(response_action="update", view=host_render.done(said))


async def edit(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A host pressed Choose another, because a channel does not show the card."""
    await open_edit(body, client, ctx, actor, pressed(body))
    await ack()


async def open_edit(
    body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, lunch_id: int
) -> None:
    """Opens the modal that changes a lunch."""
    facts = await ctx.run(hosting.form, actor, lunch_id)
    # One that we are not in ourselves is to be changed anyway.
    in_use = not facts.is_posted and (await ctx.channels.look(facts.channel_id)).bot_is_in
    hides_channel = in_use and not await ctx.channels.shows(facts.channel_id, actor.id)
    form = render.edit(facts, hides_channel=hides_channel)
    await open_view(client, body["trigger_id"], form, over=body.get("view"))


async def submit_edit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """A host sent the form that changes a lunch."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    before = await ctx.database.read(lunches.card, kept["lunch"])
    channel_id = value(view, render.CHANNEL) or before.channel_id
    wrong, rhythm = FormErrors(), (kept["repeat"], kept["until"])
    wanted = wrong.check(_plan, view, ctx, kept["zone"], channel_id, rhythm=rhythm)
    if channel_id != before.channel_id:
        with wrong:
            await ctx.channels.check(channel_id, render.CHANNEL)
    wrong.settle()
    edited = await ctx.run(
        edits.edit,
        actor,
        kept["lunch"],
        wanted,
        version=kept["version"],
        scope=value(view, render.SCOPE) or THIS,
    )
    await ack(
        response_action="update", view=host_render.done(host_render.edited(edited.card, edited.occurrences))
    )


def _plan(
    view: dict[str, Any],
    ctx: Context,
    zone: str,
    channel_id: str,
    *,
    rhythm: tuple[str, str | None] | None = None,
) -> proposals.Plan:
    """What the form says, checked; the `rhythm` that it had before is no change."""
    chosen = (value(view, render.REPEAT) or wallclock.ONCE, value(view, render.UNTIL))
    topics = view["state"]["values"][render.TOPICS][TOPIC_SEARCH].get("selected_options") or []
    return proposals.plan(
        value(view, render.TITLE) or "",
        value(view, render.TAKEAWAYS) or "",
        named=[option["value"] for option in topics],
        on=value(view, render.DATE),
        clock=value(view, render.TIME),
        zone=zone,
        minutes=value(view, render.MINUTES),
        seats=value(view, render.SEATS),
        place=value(view, render.PLACE) or "",
        channel_id=channel_id,
        repeat=None if chosen == rhythm else chosen[0],
        until=chosen[1],
        at=ctx.clock.now(),
    )
