"""What a person decides for themselves, from their Home."""

from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from handlers.core.forms import open_view
from learning.workspace import people, preferences
from messages.workspace import preferences as render
from storage.engine.database import Session


async def open_form(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Preferences."""

    def form(session: Session) -> dict[str, Any]:
        chosen = preferences.get(session, actor.workspace_id, actor.id)
        return render.form(people.get(session, actor.workspace_id, actor.id), chosen, ctx.clock.now())

    await open_view(client, body["trigger_id"], await ctx.database.read(form))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone saved what they decided; the form closes, and Home shows it."""
    state = body["view"]["state"]["values"]
    fields = {name: state[name][name] for name in (render.QUIET, render.FROM, render.UNTIL, render.PAUSE)}
    ticked = {one["value"] for one in state[render.CHOICES][render.CHOICES].get("selected_options") or []}
    pause = fields[render.PAUSE].get("selected_date")
    times = fields[render.FROM].get("selected_time"), fields[render.UNTIL].get("selected_time")
    await ctx.run(
        preferences.choose,
        actor,
        quiet=times if fields[render.QUIET].get("selected_options") else None,
        pause=date.fromisoformat(pause) if pause else None,
        reminders="reminders" in ticked,
        roundups="roundups" in ticked,
        digest="digest" in ticked,
    )
    await ack()


async def resume(ack: AsyncAck, ctx: Context, actor: Actor) -> None:
    """Someone ended their pause."""
    await ctx.run(preferences.resume, actor)
    await ack()
