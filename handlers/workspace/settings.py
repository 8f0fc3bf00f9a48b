"""The admins' settings, and roles: opened, sent, saved."""

import json
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from handlers.core.forms import open_view, said, value
from learning.core.errors import FormErrors, LearningError
from learning.workspace import roles, settings, settings_form
from messages.workspace import roles as role_render
from messages.workspace import settings as render


async def open_form(client: AsyncWebClient, ctx: Context, actor: Actor, trigger_id: str) -> None:
    """Opens the settings for an admin; one who comes first of all is looked up meanwhile."""
    await ctx.directory.look(actor.id)
    facts = await ctx.read(settings_form.form, actor)
    hidden = [
        setting.name
        for setting in settings.channels()
        if (chosen := facts.settings[setting]) and not await ctx.channels.shows(chosen, actor.id)
    ]
    await open_view(client, trigger_id, render.form(facts, hidden))


async def open_(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """An admin pressed Settings, or typed /learn settings."""
    await open_form(client, ctx, actor, body["trigger_id"])
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """An admin sent the settings."""
    view = body["view"]
    seen, wrong = json.loads(view["private_metadata"]), FormErrors()
    # What nobody touched is not looked at: an archived channel must not keep the rest from being saved.
    for setting in settings.channels():
        chosen = value(view, setting.name)
        if settings_form.mark(chosen) != seen.get(setting.name):
            with wrong:
                await _check_channel(ctx, setting.name, chosen)
    with wrong:
        wanted = settings_form.check(said(view))
        if any(settings_form.mark(wanted[setting]) != seen.get(setting.name) for setting in settings.TEAMS):
            await ctx.teams.check(wanted)
    wrong.settle()
    names = await ctx.run(settings_form.save, actor, wanted, seen)
    await ctx.reread()
    await ack(response_action="update", view=render.saved(names))
    if any(setting.name in names for setting in settings.TEAMS):
        ctx.background(ctx.teams.follow())


async def suggest_zones(ack: AsyncAck, body: dict[str, Any]) -> None:
    """Someone types into the field for the zone."""
    await ack(options=render.zone_options(settings_form.zones(body.get("value") or "")))


async def open_roles(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """An admin pressed Roles."""
    standing = await ctx.read(roles.standing, actor)
    await open_view(client, body["trigger_id"], role_render.form(standing), over=body.get("view"))
    await ack()


async def appoint(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """An admin appointed someone, or took that back."""
    fields = body["view"]["state"]["values"]
    member_id = fields[role_render.MEMBER][role_render.MEMBER].get("selected_user")
    role = (fields[role_render.ROLE][role_render.ROLE].get("selected_option") or {}).get("value", "")
    if not member_id:
        raise LearningError("Choose someone.", field=role_render.MEMBER)
    await ctx.directory.look(member_id)
    outcome = await ctx.run(roles.appoint, actor, member_id, role)
    if member_id == actor.id and outcome.role != "admin":
        await ack(response_action="clear")
        return
    standing = await ctx.read(roles.standing, actor)
    await ack(response_action="update", view=role_render.form(standing, outcome))


async def _check_channel(ctx: Context, name: str, channel_id: str | None) -> None:
    if channel_id is None:
        return
    room = await ctx.channels.ask(channel_id)
    if room.is_archived:
        raise LearningError("That channel is archived. Choose another one.", field=name)
    if not room.bot_is_in:
        raise LearningError(
            "I'm not in that channel, so I can't post there. Type /invite @Teachback in it, then try again.",
            field=name,
        )
