"""Demand: somebody who was asked to host says yes or no."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers import proposals
from handlers.desk import Desk, Who, pressed
from learning import host_requests
from messages import demand as voice


async def host(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Somebody pressed Host it: the form opens, with the topic filled in."""
    request_id = pressed(body)
    topic = await desk.database.run(
        host_requests.accept, who.workspace_id, who.id, request_id, at=desk.clock.now()
    )
    facts = await desk.database.read(host_requests.suggestion, request_id, at=desk.clock.now())
    await proposals.open_form(
        client, desk, body["trigger_id"], here="", who=who, named=[topic], plan=voice.plan(facts)
    )
    await ack()


async def host_on(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Somebody pressed Host a lunch on the board: the form opens, with the topic filled in."""
    await proposals.open_form(
        client,
        desk,
        body["trigger_id"],
        here="",
        who=who,
        named=[body["actions"][0]["value"]],
        over=body.get("view"),
    )
    await ack()


async def decline(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Somebody would rather not host this."""
    topic = await desk.database.run(
        host_requests.decline,
        who.workspace_id,
        who.id,
        pressed(body),
        at=desk.clock.now(),
    )
    await ack()
    desk.whisper(body, respond, voice.declined(topic))
