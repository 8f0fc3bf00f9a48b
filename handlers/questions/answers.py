"""Replies in threads, and the ways to accept one as an answer: button, shortcut and ✅."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core import channel_events
from handlers.core.context import Actor, Context, instant, pressed
from learning.core import threads
from learning.core.errors import NotAllowed, RetryLater
from learning.questions import acceptance
from messages.core.text import escape
from messages.questions import questions as render
from storage import received
from storage.engine.database import Session

SPOKEN = (None, "file_share", "me_message", "thread_broadcast")
"""What a person says; other subtypes are Slack's own notices."""
TICK = "white_check_mark"
FRESH = timedelta(minutes=1)
PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between looks for a card that is not on record yet; well within Slack's three."""


async def message(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    """Something was said, changed or deleted in a channel."""
    subtype = event.get("subtype")
    if subtype == "message_changed":
        await _changed(body, event, ctx)
    elif subtype == "message_deleted":
        await _deleted(body, event, ctx)
    elif subtype == "channel_convert_to_private":
        # What was asked there is no longer for everyone to find.
        await channel_events.changed(event, ctx)
    elif subtype in SPOKEN and _is_reply(event):
        await _once(ctx, body, threads.heard, ctx.workspace.id, **_reply(ctx, event["channel"], event))


async def hear(ctx: Context, channel_id: str, message: dict[str, Any]) -> None:
    """A message that was read in a thread, rather than told of by an event."""
    if message.get("subtype") in SPOKEN and _is_reply(message):
        reactions = sum(one["count"] for one in message.get("reactions") or ())
        reply = _reply(ctx, channel_id, message)
        await ctx.database.run(threads.heard, ctx.workspace.id, reactions=reactions, **reply)


def _reply(ctx: Context, channel_id: str, message: dict[str, Any]) -> dict[str, Any]:
    """A reply in the heart's words; whoever wrote it is looked up when they are new."""
    if not ctx.directory.knows(message["user"]):
        ctx.background(ctx.directory.look(message["user"]))
    return {
        "channel_id": channel_id,
        "thread_ts": message["thread_ts"],
        "ts": message["ts"],
        "author_id": message["user"],
        "text": message.get("text") or "",
        "parent_id": message.get("parent_user_id"),
        "at": instant(message["ts"]),
    }


def _is_reply(event: dict[str, Any]) -> bool:
    """Whether a person replied in a thread; what apps post does not count."""
    in_thread = event.get("thread_ts") not in (None, event["ts"])
    return in_thread and bool(event.get("user")) and not event.get("bot_id")


async def _changed(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    now = event["message"]
    if now.get("subtype") == "tombstone":
        await _once(
            ctx,
            body,
            threads.removed,
            ctx.workspace.id,
            event["channel"],
            now["ts"],
            at=instant(event["event_ts"]),
        )
    elif _is_reply(now):
        edited = (now.get("edited") or {}).get("ts") or event["event_ts"]
        await _once(
            ctx,
            body,
            threads.edited,
            ctx.workspace.id,
            channel_id=event["channel"],
            thread_ts=now["thread_ts"],
            ts=now["ts"],
            author_id=now["user"],
            text=now.get("text") or "",
            spoken_at=instant(now["ts"]),
            at=instant(edited),
        )


async def _deleted(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    at, ts = instant(event["event_ts"]), event["deleted_ts"]
    if _is_reply(event.get("previous_message") or {"ts": ts}):
        await _once(ctx, body, threads.deleted, ctx.workspace.id, channel_id=event["channel"], ts=ts, at=at)
    else:
        author_id = (event.get("previous_message") or {}).get("user")
        await _once(
            ctx, body, threads.removed, ctx.workspace.id, event["channel"], ts, author_id=author_id, at=at
        )


async def reacted(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient, ctx: Context) -> None:
    """Someone put ✅ on a message: on a reply to their question it accepts it."""
    item = event["item"]
    if event["reaction"] != TICK or item.get("type") != "message" or _is_own(event, ctx):
        return
    try:
        await _once(
            ctx,
            body,
            _accept,
            ctx.workspace.id,
            event["user"],
            channel_id=item["channel"],
            ts=item["ts"],
            at=ctx.clock.now(),
        )
    except RetryLater:
        return  # It was no reply to a question after all.
    except NotAllowed as refusal:
        said = escape(refusal.sentence)
        ctx.background(client.chat_postEphemeral(channel=item["channel"], user=event["user"], text=said))


def _accept(
    session: Session, workspace_id: str, member_id: str, *, channel_id: str, ts: str, at: datetime
) -> None:
    """Accepts the reply that is this message. Raises `RetryLater` for a fresh one: ✅ may overtake it."""
    accepted = acceptance.accept_message(
        session, workspace_id, member_id, channel_id=channel_id, ts=ts, how="reaction", at=at
    )
    if accepted is None and at - instant(ts) < FRESH:
        raise RetryLater("a reply may not be on record yet")


async def unreacted(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    """Someone took ✅ away: if that had accepted a reply, it no longer does."""
    item = event["item"]
    if event["reaction"] == TICK and item.get("type") == "message" and not _is_own(event, ctx):
        await _once(
            ctx,
            body,
            acceptance.withdraw_message,
            ctx.workspace.id,
            event["user"],
            channel_id=item["channel"],
            ts=item["ts"],
            at=ctx.clock.now(),
        )


def _is_own(event: dict[str, Any], ctx: Context) -> bool:
    return bool(event.get("user") == ctx.workspace.bot_user_id)


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


async def _once(ctx: Context, body: dict[str, Any], verb: Any, *args: Any, **kwargs: Any) -> None:
    """Runs a verb for an event; the same event delivered again changes nothing.

    A reply may overtake the record of the card that it belongs to: that is waited for a moment, because
    Slack's second retry comes only after a minute.
    """
    for wait in (*PATIENCE, None):
        try:
            await ctx.database.run(
                received.once, ctx.workspace.id, body["event_id"], ctx.clock.now(), verb, *args, **kwargs
            )
            return
        except RetryLater:
            if wait is None:
                raise
        await asyncio.sleep(wait)
