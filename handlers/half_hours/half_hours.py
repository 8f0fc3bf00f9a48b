"""Half hours: asking a teacher, and what the teacher answers."""

from collections.abc import Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Actor, Context, pressed
from learning.half_hours import half_hours
from messages.half_hours import half_hours as render


async def ask(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond) -> None:
    """Someone pressed Ask for half an hour beside a teacher."""
    action = body["actions"][0]
    teacher_id, _, topic = action["value"].partition(":")
    meeting = await ctx.run(
        half_hours.ask,
        actor,
        topic,
        teacher_id,
        request_key=f"{actor.id}:{body['container'].get('message_ts')}:{teacher_id}",
    )
    await ack()
    ctx.whisper(body, respond, render.asked(meeting, teacher_id))


async def _answer(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, verb: Callable[..., Any]
) -> None:
    await ctx.run(verb, actor, pressed(body))
    await ack()


async def accept(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """The teacher says yes; the message itself says what happens next."""
    await _answer(ack, body, ctx, actor, half_hours.accept)


async def decline(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """The teacher says no, quietly."""
    await _answer(ack, body, ctx, actor, half_hours.decline)


async def postpone(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """The teacher will think about it."""
    await _answer(ack, body, ctx, actor, half_hours.postpone)
    ctx.whisper(body, respond, render.postponed())


async def met(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """One of the two says that they met."""
    await _said(ack, body, ctx, actor, True)


async def not_met(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """One of the two says that they did not meet yet."""
    await _said(ack, body, ctx, actor, False)


async def _said(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, answer: bool) -> None:
    await ctx.run(half_hours.met, actor, pressed(body), answer)
    await ack()
