"""`/digest`: how learning goes, and what to do next; its suggestions' buttons."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number
from handlers.lunches import proposals
from learning.core import weeks, words
from learning.core.errors import LearningError
from learning.core.weeks import Week
from learning.diagnostics import undelivered
from learning.digests import digest, suggestions
from learning.lunches import lunches as past
from learning.teaching import understudies
from learning.workspace import people, settings
from messages.core.text import page
from messages.diagnostics import undelivered as why_render
from messages.digests import charts as chart_render
from messages.digests import digest as render
from messages.digests import suggestions as next_steps
from storage.engine.database import Session

TITLE = "The week"


async def command(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone typed /digest."""
    verb, _, rest = words.plain(body.get("text", "")).strip().partition(" ")
    if verb.casefold() in ("help", "?"):
        await ack(**render.usage())
    elif verb.casefold() == "why":
        found = await ctx.read(undelivered.find, actor)
        await ack(**why_render.told(found, rest.strip()))
    else:
        await ack(**render.read(*await ctx.database.read(asked_for, ctx, actor, verb.casefold())))


async def week(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """An admin chose another week from the menu."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value") or ""
    found = await ctx.database.read(asked_for, ctx, actor, chosen)
    await ack()
    if "view" in body:
        view = page(render.whole(*found), TITLE)
        ctx.background(client.views_update(view_id=body["view"]["id"], view=view))
        return
    ctx.background(respond(response_type="ephemeral", replace_original=True, **render.read(*found)))


async def charts(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """An admin wants the charts that the digest has no room for."""
    shown = body["actions"][0].get("value") or ""
    facts, *_ = await ctx.database.read(asked_for, ctx, actor, shown)
    await ack()

    async def show() -> None:
        for said in chart_render.further(facts.trend):
            await respond(response_type="ephemeral", replace_original=False, **said)

    ctx.background(show())


async def act(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond) -> None:
    """An admin pressed what a suggestion proposes."""
    await _press(ack, body, ctx, actor, respond, suggestions.act)


async def dismiss(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """An admin pressed Not now."""
    await _press(ack, body, ctx, actor, respond, suggestions.dismiss)


async def agree(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Somebody who was asked will help with a topic."""
    await _answer(ack, body, ctx, actor, respond, understudies.agree)


async def decline(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Somebody who was asked would rather not."""
    await _answer(ack, body, ctx, actor, respond, understudies.decline)


async def again(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """A host pressed Plan it again: the form opens as it was sent then, but for the day."""
    facts = await ctx.database.read(past.card, number(body["actions"][0]["value"]))
    plan = facts.title, facts.takeaways
    await proposals.open_form(
        client, ctx, body["trigger_id"], here="", actor=actor, named=facts.topics, plan=plan
    )
    await ack()


def asked_for(session: Session, ctx: Context, actor: Actor, said: str) -> tuple[digest.Digest, Week, str]:
    """The digest that somebody asks for, the week it is now, and the locale that they read it in.

    They say nothing for this week so far, `last`, or a date in the week.
    """
    now = weeks.week_of(ctx.clock.now(), settings.zone(session, actor.workspace_id))
    try:
        day = now.before.monday if said == "last" else date.fromisoformat(said) if said else None
    except ValueError:
        digest.may_read(session, actor.workspace_id, actor.id)
        raise LearningError(
            "Which week? Type a date like /digest 2026-11-02, or /digest last, or only /digest."
        ) from None
    facts = digest.read(session, actor.workspace_id, actor.id, day, at=ctx.clock.now())
    return facts, now, people.get(session, actor.workspace_id, actor.id).locale


async def _press(
    ack: AsyncAck,
    body: dict[str, Any],
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
    verb: Callable[..., suggestions.Pressed],
) -> None:
    carried = number(body["actions"][0]["value"])
    pressed = await ctx.run(verb, actor, carried)
    await ack()
    ctx.whisper(body, respond, next_steps.pressed(pressed))


async def _answer(
    ack: AsyncAck,
    body: dict[str, Any],
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
    verb: Callable[..., understudies.Call],
) -> None:
    carried = number(body["actions"][0]["value"])
    call = await ctx.run(verb, actor, carried)
    await ack()
    ctx.whisper(body, respond, next_steps.called(call))
