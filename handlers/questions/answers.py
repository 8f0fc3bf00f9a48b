"""The ways to accept a reply as an answer: button, shortcut and ✅."""

from datetime import datetime, timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Actor, Context, instant, pressed
from handlers.core.events import once
from handlers.core.sockets.reactions import Reacted
from learning.core.errors import NotAllowed, RetryLater
from learning.questions import acceptance
from messages.core.text import escape
from messages.questions import questions as render
from storage.engine.database import Session

TICK = "white_check_mark"
FRESH = timedelta(minutes=1)


async def reacted(ctx: Context, reacted: Reacted) -> None:
    """Someone put ✅ on a message: on a reply to their question it accepts it. Taking it away undoes that."""
    if reacted.name != TICK:
        return
    verb = _accept if reacted.stands else acceptance.withdraw_message
    try:
        await once(
            ctx,
            reacted.event_id,
            verb,
            reacted.member_id,
            channel_id=reacted.channel_id,
            ts=reacted.ts,
            at=ctx.clock.now(),
        )
    except RetryLater:
        return  # It was no reply to a question after all.
    except NotAllowed as refusal:
        if not reacted.stands:
            raise
        whisper = ctx.client.chat_postEphemeral
        said = escape(refusal.sentence)
        ctx.background(whisper(channel=reacted.channel_id, user=reacted.member_id, text=said))


def _accept(
    session: Session, workspace_id: str, member_id: str, *, channel_id: str, ts: str, at: datetime
) -> None:
    """Accepts the reply that is this message. Raises `RetryLater` for a fresh one: ✅ may overtake it."""
    accepted = acceptance.accept_message(
        session, workspace_id, member_id, channel_id=channel_id, ts=ts, how="reaction", at=at
    )
    if accepted is None and at - instant(ts) < FRESH:
        raise RetryLater("a reply may not be on record yet")


async def accept(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """The asker pressed Accept under a reply."""
    outcome = await ctx.run(acceptance.accept, actor, pressed(body), how="button")
    await ack()
    if not outcome.fresh:
        ctx.whisper(body, respond, render.accept_done(outcome, actor.id))


async def not_yet(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """The asker pressed Not yet; the message itself says what happens next."""
    await ctx.run(acceptance.not_yet, actor, pressed(body))
    await ack()


async def accept_this(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone chose Accept as answer in a message's menu."""
    said = body["message"]
    outcome = await ctx.run(
        acceptance.accept_spoken,
        actor,
        channel_id=body["channel"]["id"],
        ts=said["ts"],
        thread_ts=said.get("thread_ts"),
        author_id=said.get("user") if not said.get("bot_id") else None,
        text=said.get("text") or "",
        spoken_at=instant(said["ts"]),
    )
    await ack()
    ctx.whisper(body, respond, render.accept_done(outcome, actor.id))
