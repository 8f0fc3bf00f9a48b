"""Wishes: said, looked at, taken back; and the board of what is wanted."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, pressed
from handlers.core.forms import open_view
from handlers.teaching import offers
from learning.teaching import wishes
from messages.core.text import Message, page
from messages.teaching import wishes as render
from storage.engine.database import Session

TITLE = "What you'd like to learn"


async def wish(ctx: Context, actor: Actor, label: str) -> Message:
    """Someone would like to learn about a topic."""

    def wish_and_look(session: Session) -> Message:
        now = ctx.clock.now()
        (name,) = wishes.wish(session, actor.workspace_id, actor.id, [label], at=now)
        own = [one for one in wishes.mine(session, actor.workspace_id, actor.id) if one.topic == name]
        (one,) = wishes.taught(session, actor.workspace_id, actor.id, own, at=now)
        return render.wished(one)

    return await ctx.database.run(wish_and_look)


async def board(ctx: Context, actor: Actor) -> Message:
    """What is wanted, as somebody reads it."""
    return render.board(await ctx.read(wishes.board, actor))


async def type_wanted(ack: AsyncAck, ctx: Context, actor: Actor) -> None:
    """Someone typed /learn wanted, or /teach wanted."""
    await ack(**await board(ctx, actor))


def a_topic(rest: str) -> bool:
    """Whether what follows can be a topic's name, rather than the rest of a question; or nothing does."""
    few = len(rest.split()) <= 3 and not rest.endswith("?")
    return not rest or (rest.startswith(" ") and few)


async def type_from(ack: AsyncAck, ctx: Context, actor: Actor, rest: str) -> None:
    """Someone typed /learn from, and perhaps a topic."""
    await ack(**(await offers.teachers(ctx, actor, rest[1:]) if rest else render.which_topic("from")))


async def type_topic(ack: AsyncAck, ctx: Context, actor: Actor, rest: str) -> None:
    """Someone typed /learn topic, and perhaps a topic."""
    await ack(**(await wish(ctx, actor, rest[1:]) if rest else render.which_topic("topic")))


async def show_board(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed What's wanted."""
    await open_view(client, body["trigger_id"], page(await board(ctx, actor), "What's wanted"))
    await ack()


async def mine(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Change beside what they would like to learn."""
    said = await ctx.database.read(_own, ctx, actor)
    await open_view(client, body["trigger_id"], page(said, TITLE))
    await ack()


async def forget(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """Someone takes a wish back: the page that lists them is true again, or a word says it is done."""

    def forget_and_look(session: Session) -> tuple[str, Message]:
        # In one go: who is told that we are too busy may rely on it that nothing has changed.
        topic = wishes.forget(session, actor.workspace_id, actor.id, pressed(body), at=ctx.clock.now())
        return topic, _own(session, ctx, actor)

    topic, rest = await ctx.database.run(forget_and_look)
    await ack()
    if body.get("view", {}).get("type") == "modal":
        ctx.background(client.views_update(view_id=body["view"]["id"], view=page(rest, TITLE)))
    else:
        ctx.whisper(body, respond, render.forgotten(topic))


async def teachers(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone asks who can teach what they wish for."""
    said = await offers.teachers(ctx, actor, body["actions"][0]["value"])
    await ack()
    ctx.whisper(body, respond, said)


def _own(session: Session, ctx: Context, actor: Actor) -> Message:
    """All that somebody would like to learn, and who can teach the first of it."""
    own = wishes.mine(session, actor.workspace_id, actor.id)
    shown = wishes.taught(session, actor.workspace_id, actor.id, own[: render.SHOWN], at=ctx.clock.now())
    return render.mine([*shown, *own[render.SHOWN :]])
