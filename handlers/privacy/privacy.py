"""A person's own data: they have it sent to them, or deleted."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Desk, Who
from learning.privacy import erasure, own_data
from messages.core.text import page
from messages.privacy import privacy as voice

TITLE = "Delete my data"


async def download(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone pressed Download my data."""
    await desk.database.run(
        own_data.ask, who.workspace_id, who.id, request_key=body["view"]["id"], at=desk.clock.now()
    )
    await ack()
    desk.whisper(body, respond, voice.on_its_way())


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Someone pressed Delete my data: the form says what that does."""
    # In place of the preferences, which will be others afterwards.
    await client.views_update(view_id=body["view"]["id"], view=voice.ask())
    await ack()


async def delete(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Someone means it: that is on record before they hear of it, and done at once or by the loop."""
    await desk.database.run(erasure.ask, who.workspace_id, who.id, at=desk.clock.now())
    await ack(response_action="update", view=page(voice.deleting(), TITLE))

    async def finish() -> None:
        await desk.database.run_behind(erasure.erase, who.workspace_id, who.id, at=desk.clock.now())
        await desk.homes.draw(who.id)
        await client.views_update(view_id=body["view"]["id"], view=page(voice.deleted(), TITLE))

    desk.later(finish())
