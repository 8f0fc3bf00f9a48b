"""Demand: somebody who was asked to host says yes or no."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.buttons import answered
from handlers.core.context import Desk, Who, pressed
from handlers.lunches import proposals
from learning.lunches import host_requests
from messages.lunches import demand as voice


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


decline = answered(host_requests.decline, voice.declined)
"""Somebody would rather not host this."""
