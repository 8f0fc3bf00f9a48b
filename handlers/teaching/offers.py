"""Offers and wishes: their form, their buttons, and who can teach a topic."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Desk, Who, pressed
from handlers.core.forms import open_view
from learning.core import hours, topics
from learning.core.errors import Gone, LearningError
from learning.teaching import candidates, capacity, offers
from learning.teaching.offers import Mine
from learning.workspace import people
from messages.core import ids
from messages.core.text import Said
from messages.questions.form import topic_options
from messages.teaching import offers as voice
from storage.engine.database import Session


async def mine(desk: Desk, who: Who) -> Mine:
    """What someone offers now."""
    return await desk.database.read(offers.mine, who.workspace_id, who.id, at=desk.clock.now())


async def offer(desk: Desk, who: Who, names: Sequence[str], *, note: str | None) -> tuple[str, ...]:
    """Someone offers to teach these topics."""
    return await desk.database.run(
        offers.offer, who.workspace_id, who.id, names, note=note, at=desk.clock.now()
    )


async def teachers(desk: Desk, who: Who, label: str) -> Said:
    """Who can teach a topic, for whoever looks."""

    def found(session: Session) -> Said:
        (name,) = topics.known_in(session, who.workspace_id, label)[:1] or (topics.normalise(label),)
        topic_ids = topics.named(session, who.workspace_id, [name])
        able = candidates.find(
            session, who.workspace_id, topic_ids, way="half_hours", without=[who.id], at=desk.clock.now()
        )
        return voice.teachers(name, able)

    return await desk.database.read(found)


async def open_form(
    client: AsyncWebClient,
    desk: Desk,
    who: Who,
    trigger_id: str,
    names: Sequence[str] = (),
    *,
    over: dict[str, Any] | None = None,
) -> None:
    """Opens the form that offers, on top of the page that it comes `over`."""
    await open_view(client, trigger_id, voice.form(await mine(desk, who), names), over=over)


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone sent the form that offers."""
    fields = body["view"]["state"]["values"]
    chosen = [option["value"] for option in fields[voice.WAYS][voice.WAYS].get("selected_options") or []]
    names = [one["value"] for one in fields[voice.TOPICS][ids.OFFER_TOPICS].get("selected_options") or []]
    weekly = fields[voice.WEEKLY][voice.WEEKLY].get("value") or "0"
    note = fields[voice.NOTE][voice.NOTE].get("value") or ""

    def offer_and_limit(session: Session) -> tuple[str, ...]:
        if not weekly.isdecimal():
            raise LearningError("Write a whole number.", field=voice.WEEKLY)
        capacity.limit(session, who.workspace_id, who.id, int(weekly[:6]))
        return offers.offer(
            session,
            who.workspace_id,
            who.id,
            names,
            ways=voice.ways(chosen),
            note=note,
            at=desk.clock.now(),
        )

    said = voice.offered(await desk.database.run(offer_and_limit))
    await ack(response_action="update", view=voice.done("Teach", said))


async def suggest_topics(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone types into the topics field of an offer."""
    typed = body.get("value") or ""
    known = await desk.database.read(topics.look_up, who.workspace_id, typed)
    await ack(options=topic_options(typed, known))


async def withdraw(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone pressed Withdraw beside an offer of theirs."""
    topic = await desk.database.run(
        offers.withdraw, who.workspace_id, who.id, pressed(body), at=desk.clock.now()
    )
    await ack()
    desk.whisper(body, respond, voice.withdrawn(topic))


async def change(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Someone pressed Change beside an offer of theirs."""
    facts, number = await mine(desk, who), pressed(body)
    standing = next((one for one in facts.offers if one.offer_id == number), None)
    if standing is None:
        raise Gone("That offer isn't there any more. Type /teach mine to see yours.")
    await open_view(client, body["trigger_id"], voice.form(facts, standing=standing), over=body.get("view"))
    await ack()


async def ask_until(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Someone pressed Pause for a while."""
    in_a_week = (desk.clock.now() + timedelta(days=7)).date()
    await open_view(client, body["trigger_id"], voice.pause_form(in_a_week), over=body.get("view"))
    await ack()


async def pause(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone chose until when they pause: the morning of that day, in their own zone."""
    chosen = body["view"]["state"]["values"][voice.UNTIL][voice.UNTIL].get("selected_date")
    if not chosen:
        raise LearningError("Choose a day.", field=voice.UNTIL)

    def pause_until(session: Session) -> datetime:
        member = people.get(session, who.workspace_id, who.id)
        until = datetime.combine(
            date.fromisoformat(chosen), time.min, tzinfo=hours.zone_of(member.zone)
        ).astimezone(UTC)
        capacity.pause(session, who.workspace_id, who.id, until, at=desk.clock.now())
        return until

    said = voice.paused(await desk.database.run(pause_until))
    await ack(response_action="update", view=voice.done("Pause", said))


async def resume(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone ends their pause."""
    await desk.database.run(capacity.pause, who.workspace_id, who.id, None, at=desk.clock.now())
    await ack()
    desk.whisper(body, respond, voice.paused(None))


async def teach_this(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who
) -> None:
    """Someone pressed I can teach this on the board."""
    topic = body["actions"][0]["value"]
    await open_form(client, desk, who, body["trigger_id"], [topic], over=body.get("view"))
    await ack()
