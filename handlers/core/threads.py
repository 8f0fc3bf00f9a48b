"""What is said in channels: replies in threads, edited, deleted, or read late."""

from dataclasses import replace
from typing import Any

from handlers.core import channel_events
from handlers.core.context import Context, instant
from handlers.core.events import once
from learning.core import threads
from learning.core.sockets.threads import Reply

SPOKEN = (None, "file_share", "me_message", "thread_broadcast")
"""What a person says; other subtypes are Slack's own notices."""


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
        await once(ctx, body["event_id"], threads.heard, _new(ctx, event["channel"], event))


async def hear(ctx: Context, channel_id: str, message: dict[str, Any]) -> None:
    """A message that was read in a thread, rather than told of by an event."""
    if message.get("subtype") in SPOKEN and _is_reply(message):
        reactions = sum(one["count"] for one in message.get("reactions") or ())
        reply = replace(_new(ctx, channel_id, message), reactions=reactions)
        await ctx.database.run(threads.heard, ctx.workspace.id, reply)


def _new(ctx: Context, channel_id: str, message: dict[str, Any]) -> Reply:
    """A reply that was not heard of before; whoever wrote it is looked up when they are new."""
    if not ctx.directory.knows(message["user"]):
        ctx.background(ctx.directory.look(message["user"]))
    return _reply(channel_id, message)


def _reply(channel_id: str, message: dict[str, Any]) -> Reply:
    return Reply(
        channel_id=channel_id,
        thread_ts=message["thread_ts"],
        ts=message["ts"],
        author_id=message["user"],
        text=message.get("text") or "",
        spoken_at=instant(message["ts"]),
        parent_id=message.get("parent_user_id"),
    )


def _is_reply(event: dict[str, Any]) -> bool:
    """Whether a person replied in a thread; what apps post does not count."""
    in_thread = event.get("thread_ts") not in (None, event["ts"])
    return in_thread and bool(event.get("user")) and not event.get("bot_id")


async def _changed(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    now, event_id, told_at = event["message"], body["event_id"], instant(event["event_ts"])
    if now.get("subtype") == "tombstone":
        await once(ctx, event_id, threads.removed, event["channel"], now["ts"], at=told_at)
    elif _is_reply(now):
        edited = (now.get("edited") or {}).get("ts")
        at = instant(edited) if edited else told_at
        await once(ctx, event_id, threads.edited, _reply(event["channel"], now), at=at)


async def _deleted(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    at, ts, before = instant(event["event_ts"]), event["deleted_ts"], event.get("previous_message")
    if _is_reply(before or {"ts": ts}):
        await once(ctx, body["event_id"], threads.deleted, channel_id=event["channel"], ts=ts, at=at)
    else:
        author_id = (before or {}).get("user")
        await once(ctx, body["event_id"], threads.removed, event["channel"], ts, author_id=author_id, at=at)
