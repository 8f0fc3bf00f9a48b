"""Offers and wishes: their form, their buttons, and who can teach a topic."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, pressed
from handlers.core.forms import open_view
from learning.core import hours, topics
from learning.core.errors import Gone, LearningError
from learning.teaching import candidates, capacity, offers
from learning.teaching.offers import MyOffers
from learning.workspace import people
from messages.core.text import Message, page
from messages.teaching import ids
from messages.teaching import offers as render
from storage.engine.database import Session


async def mine(ctx: Context, actor: Actor) -> MyOffers:
    """What someone offers now."""
    return await ctx.read(offers.mine, actor)


async def offer(ctx: Context, actor: Actor, names: Sequence[str], *, note: str | None) -> tuple[str, ...]:
    """Someone offers to teach these topics."""
    return await ctx.run(offers.offer, actor, names, note=note)


async def teachers(ctx: Context, actor: Actor, label: str) -> Message:
    """Who can teach a topic, for whoever looks."""

    def found(session: Session) -> Message:
        (name,) = topics.known_in(session, actor.workspace_id, label)[:1] or (topics.normalise(label),)
        topic_ids = topics.named(session, actor.workspace_id, [name])
        able = candidates.find(
            session, actor.workspace_id, topic_ids, way="half_hours", without=[actor.id], at=ctx.clock.now()
        )
        return render.teachers(name, able)

    return await ctx.database.read(found)


async def open_form(
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    trigger_id: str,
    names: Sequence[str] = (),
    *,
    over: dict[str, Any] | None = None,
) -> None:
    """Opens the form that offers, on top of the page that it comes `over`."""
    await open_view(client, trigger_id, render.form(await mine(ctx, actor), names), over=over)


async def ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Offer to teach."""
    await open_form(client, ctx, actor, body["trigger_id"])
    await ack()


async def show_mine(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Change beside what they teach."""
    said = render.mine(await mine(ctx, actor))
    await open_view(client, body["trigger_id"], page(said, "What you teach"))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone sent the form that offers."""
    fields = body["view"]["state"]["values"]
    chosen = [option["value"] for option in fields[render.WAYS][render.WAYS].get("selected_options") or []]
    names = [one["value"] for one in fields[render.TOPICS][ids.OFFER_TOPICS].get("selected_options") or []]
    weekly = fields[render.WEEKLY][render.WEEKLY].get("value") or "0"
    note = fields[render.NOTE][render.NOTE].get("value") or ""

    def offer_and_limit(session: Session) -> tuple[str, ...]:
        if not weekly.isdecimal():
            raise LearningError("Write a whole number.", field=render.WEEKLY)
        capacity.limit(session, actor.workspace_id, actor.id, int(weekly[:6]))
        return offers.offer(
            session,
            actor.workspace_id,
            actor.id,
            names,
            ways=render.ways(chosen),
            note=note,
            at=ctx.clock.now(),
        )

    said = render.offered(await ctx.database.run(offer_and_limit))
    await ack(response_action="update", view=render.done("Teach", said))


async def withdraw(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Withdraw beside an offer of theirs."""
    topic = await ctx.run(offers.withdraw, actor, pressed(body))
    await ack()
    ctx.whisper(body, respond, render.withdrawn(topic))


async def change(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Change beside an offer of theirs."""
    facts, number = await mine(ctx, actor), pressed(body)
    standing = next((one for one in facts.offers if one.offer_id == number), None)
    if standing is None:
        raise Gone("That offer isn't there any more. Type /teach mine to see yours.")
    await open_view(client, body["trigger_id"], render.form(facts, standing=standing), over=body.get("view"))
    await ack()


async def ask_until(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context) -> None:
    """Someone pressed Pause for a while."""
    in_a_week = (ctx.clock.now() + timedelta(days=7)).date()
    await open_view(client, body["trigger_id"], render.pause_form(in_a_week), over=body.get("view"))
    await ack()


async def pause(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone chose until when they pause: the morning of that day, in their own zone."""
    chosen = body["view"]["state"]["values"][render.UNTIL][render.UNTIL].get("selected_date")
    if not chosen:
        raise LearningError("Choose a day.", field=render.UNTIL)

    def pause_until(session: Session) -> datetime:
        member = people.get(session, actor.workspace_id, actor.id)
        until = datetime.combine(
            date.fromisoformat(chosen), time.min, tzinfo=hours.zone_of(member.zone)
        ).astimezone(UTC)
        capacity.pause(session, actor.workspace_id, actor.id, until, at=ctx.clock.now())
        return until

    said = render.paused(await ctx.database.run(pause_until))
    await ack(response_action="update", view=render.done("Pause", said))


async def resume(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone ends their pause."""
    await ctx.run(capacity.pause, actor, None)
    await ack()
    ctx.whisper(body, respond, render.paused(None))


async def teach_this(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed I can teach this on the board."""
    topic = body["actions"][0]["value"]
    await open_form(client, ctx, actor, body["trigger_id"], [topic], over=body.get("view"))
    await ack()
