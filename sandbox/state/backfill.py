"""Backfill: messages from before the sandbox began, there to be read, of which nobody hears."""

from typing import Any

from sandbox.state.context import SAVED, Context
from sandbox.state.operations import authored, count_replies, find_parent
from sandbox.state.records import Channel, Message


def remember(
    ctx: Context,
    channel: Channel,
    user: str,
    ts: str,
    text: str,
    blocks: list[dict[str, Any]] | None = None,
    *,
    thread_ts: str | None = None,
    reactions: dict[str, list[str]] | None = None,
) -> Message:
    """Puts a message where it would be, had it been said at `ts`; `reactions` are people's ids by emoji."""
    data = authored(ctx, user, text, blocks, ts)
    if reactions:
        data["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in reactions.items()
        ]
    message = Message(channel.id, data)
    if thread_ts:
        parent = find_parent(channel, thread_ts)
        data["thread_ts"], data["parent_user_id"] = parent.ts, parent.user
        channel.threads.setdefault(parent.ts, []).append(message)
        count_replies(channel, parent)
    channel.messages[ts] = message
    return message


def settle(ctx: Context) -> None:
    """Brings what was remembered, and what was said meanwhile, into the order of its time."""
    for channel in ctx.workspace.channels.values():
        channel.messages = dict(sorted(channel.messages.items(), key=lambda one: float(one[0])))
    ctx.changed(SAVED)
