"""`/digest`: how learning goes, and what to do next; its suggestions' buttons."""

from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.buttons import answered
from handlers.core.commands import help_lines
from handlers.core.context import Actor, Context
from handlers.core.forms import open_view
from learning.core import weeks
from learning.core.errors import LearningError
from learning.core.weeks import Week
from learning.digests import digest, suggestions
from learning.workspace import people, settings
from messages.core.text import page
from messages.digests import charts as chart_render
from messages.digests import digest as render
from messages.digests import suggestions as next_steps
from storage.engine.database import Session

TITLE = "The week"


async def command(ack: AsyncAck, ctx: Context, actor: Actor, text: str) -> None:
    """Someone typed /digest, alone or with a week."""
    said = text.partition(" ")[0].casefold()
    await ack(**render.read(*await ctx.database.read(asked_for, ctx, actor, said)))


async def show_help(ack: AsyncAck) -> None:
    """Someone typed /digest help."""
    await ack(**render.usage(help_lines("/digest")))


async def show(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """An admin looks at the week so far, from Home."""
    found = await ctx.database.read(asked_for, ctx, actor, "")
    await open_view(client, body["trigger_id"], page(render.whole(*found), TITLE))
    await ack()


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


act = answered(suggestions.act, next_steps.pressed)
"""An admin pressed what a suggestion proposes."""

dismiss = answered(suggestions.dismiss, next_steps.pressed)
"""An admin pressed Not now."""


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
