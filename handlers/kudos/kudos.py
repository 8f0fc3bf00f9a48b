"""`/kudos`: thanks by command, form or press, one's own list, and taking thanks back."""

import json
from collections.abc import Sequence
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.commands import help_lines
from handlers.core.context import Actor, Context, number
from handlers.core.forms import open_view
from learning.core.errors import Gone
from learning.kudos import badges, kudos, mentions, thank_button
from learning.kudos.kudos import Given
from learning.kudos.settings import KUDOS_ALLOWANCE, KUDOS_EMOJI
from learning.workspace import people, settings
from messages.core.text import Message, page
from messages.kudos import badges as badge_render
from messages.kudos import ids
from messages.kudos import kudos as render
from storage.engine.database import Session


async def command(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, text: str
) -> None:
    """Someone typed /kudos, alone or with whom they thank, and what for."""
    if not text:
        await open_form(client, ctx, actor, body["trigger_id"], here=body["channel_id"])
        await ack()
    else:
        await ctx.channels.look(body["channel_id"])  # Whether it is a private place decides who sees it.
        request_key = f"command:{body['trigger_id']}"
        await ack(**render.given(await _give(ctx, actor, body["text"], body["channel_id"], request_key)))


async def show_help(ack: AsyncAck, ctx: Context, actor: Actor) -> None:
    """Someone typed /kudos help."""
    chosen = await ctx.database.read(settings.get, actor.workspace_id)
    await ack(**render.help_text(chosen[KUDOS_EMOJI], chosen[KUDOS_ALLOWANCE], help_lines("/kudos")))


async def type_mine(ack: AsyncAck, ctx: Context, actor: Actor) -> None:
    """Someone typed /kudos mine."""
    await ack(**await _mine(ctx, actor))


async def open_(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed a button that opens the form."""
    value = body["actions"][0].get("value") or ""
    member_ids = [value] if value[:1] in ("U", "W") else []
    here = (body.get("channel") or {}).get("id", "")
    # A press in one's messages with the bot, or on Home, was made in no channel.
    here = "" if here.startswith("D") else here
    await open_form(client, ctx, actor, body["trigger_id"], here=here, member_ids=member_ids, over=body)
    await ack()


async def open_form(
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    trigger_id: str,
    *,
    here: str,
    member_ids: Sequence[str] = (),
    over: dict[str, Any] | None = None,
) -> None:
    """Opens the form that thanks; `here` is "" where it belongs to no channel."""
    room = await ctx.channels.look(here) if here else None

    def left(session: Session) -> int:
        giver = people.acting(session, actor.workspace_id, actor.id)
        return kudos.allowance_left(session, giver, at=ctx.clock.now())

    view = render.form(
        here,
        private=room is not None and room.is_private,
        left=await ctx.database.read(left),
        member_ids=member_ids,
    )
    await open_view(client, trigger_id, view, over=(over or {}).get("view"))


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone sent the form that thanks."""
    view = body["view"]
    fields = view["state"]["values"]
    named = [one["value"] for one in fields[render.TOPICS][ids.KUDOS_TOPICS].get("selected_options") or []]
    text = fields[render.REASON][render.REASON].get("value") or ""
    member_ids = fields[render.PEOPLE][render.PEOPLE].get("selected_users") or []
    await _meet(ctx, member_ids)
    outcome = await ctx.run(
        kudos.give,
        actor,
        member_ids,
        kudos.word(text, named),
        here=json.loads(view["private_metadata"])["here"],
        request_key=f"view:{view['id']}",
    )
    await ack(response_action="update", view=render.done(render.given(outcome)))


async def thank(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Thank them."""
    member_id, _, rest = body["actions"][0]["value"].partition(":")
    kind, _, subject = rest.partition(":")
    if not member_id or not kind:
        raise Gone(thank_button.GONE)
    await _meet(ctx, [member_id])
    outcome = await ctx.run(thank_button.press, actor, member_id, kind, number(subject))
    await ack()
    ctx.whisper(body, respond, render.given(outcome))


async def take_back(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Take it back."""
    kudos_id = number(body["actions"][0]["value"])
    facts = await ctx.run(kudos.take_back, actor, kudos_id)
    await ack()
    ctx.whisper(body, respond, render.taken_back(facts))


async def show_mine(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed All of mine."""
    await open_view(client, body["trigger_id"], page(await _mine(ctx, actor), "Your thanks"))
    await ack()


async def _mine(ctx: Context, actor: Actor) -> Message:
    def look(session: Session) -> Message:
        facts = kudos.mine(session, actor.workspace_id, actor.id, at=ctx.clock.now())
        return render.overview(facts, badge_render.mine(badges.mine(session, actor.workspace_id, actor.id)))

    return await ctx.database.read(look)


async def _give(ctx: Context, actor: Actor, text: str, here: str, request_key: str) -> Given:
    """Whom the words name is thanked, for what they say; who is new is asked about first."""
    address = await ctx.database.read(mentions.read, actor.workspace_id, text)
    await _meet(ctx, address.member_ids)

    def give(session: Session) -> Given:
        reason = kudos.word(people.spoken(session, actor.workspace_id, address.rest))
        return kudos.give(
            session,
            actor.workspace_id,
            actor.id,
            address.member_ids,
            reason,
            here=here,
            request_key=request_key,
            at=ctx.clock.now(),
        )

    return await ctx.database.run(give)


async def _meet(ctx: Context, member_ids: Sequence[str]) -> None:
    """Asks Slack about those of these who are new: an app, or somebody gone, is known for what they are."""
    for member_id in member_ids:
        await ctx.directory.try_to_look(member_id)
