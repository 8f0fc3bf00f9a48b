"""What a person decides for themselves, from their Home."""

from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Desk, Who
from handlers.core.forms import open_view
from learning.workspace import people, preferences
from messages.workspace import preferences as voice
from storage.engine.database import Session


async def open_form(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who
) -> None:
    """Someone pressed Preferences."""

    def form(session: Session) -> dict[str, Any]:
        wishes = preferences.of(session, who.workspace_id, who.id)
        return voice.form(people.get(session, who.workspace_id, who.id), wishes, desk.clock.now())

    await open_view(client, body["trigger_id"], await desk.database.read(form))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone saved what they decided; the form closes, and Home shows it."""
    state = body["view"]["state"]["values"]
    fields = {name: state[name][name] for name in (voice.QUIET, voice.FROM, voice.UNTIL, voice.PAUSE)}
    ticked = {one["value"] for one in state[voice.CHOICES][voice.CHOICES].get("selected_options") or []}
    pause = fields[voice.PAUSE].get("selected_date")
    times = fields[voice.FROM].get("selected_time"), fields[voice.UNTIL].get("selected_time")
    await desk.database.run(
        preferences.choose,
        who.workspace_id,
        who.id,
        quiet=times if fields[voice.QUIET].get("selected_options") else None,
        pause=date.fromisoformat(pause) if pause else None,
        reminders="reminders" in ticked,
        roundups="roundups" in ticked,
        digest="digest" in ticked,
        at=desk.clock.now(),
    )
    await ack()


async def resume(ack: AsyncAck, desk: Desk, who: Who) -> None:
    """Someone ended their pause."""
    await desk.database.run(preferences.resume, who.workspace_id, who.id)
    await ack()
