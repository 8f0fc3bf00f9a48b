"""chat.*: posting, posting to one person alone, updating, deleting, and links to messages."""

import json
from typing import Any

from sandbox.api.dispatch import Arguments, Method
from sandbox.block_kit.blocks import check_blocks, name_blocks
from sandbox.errors import RateLimited, SlackError
from sandbox.limits import LIMITS
from sandbox.state import operations
from sandbox.state.context import Context
from sandbox.state.records import SLACKBOT, Channel, Message

_L = LIMITS["message"]


def visible_channel(ctx: Context, channel_id: str) -> Channel:
    """A channel that the bot can know of, or channel_not_found."""
    channel = ctx.workspace.channels.get(channel_id)
    if channel is None or (channel.kind != "channel" and ctx.workspace.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def checked_blocks(blocks: Any) -> list[dict[str, Any]] | None:
    """Blocks fit for a message, named; None when there are none."""
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    wrong = check_blocks(blocks, "message")
    if wrong:
        raise SlackError("invalid_blocks", wrong)
    name_blocks(blocks)
    return blocks


def content(ctx: Context, args: Arguments, most: int = _L["text"]) -> tuple[str, list[dict[str, Any]] | None]:
    """The text and blocks of a message, checked."""
    text, markdown = args.get("text"), args.get("markdown_text")
    blocks = checked_blocks(args.get("blocks"))
    if markdown is not None:
        if text is not None or blocks is not None:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > _L["markdown"]:
            raise SlackError("msg_too_long")
        text = markdown
    if not text and not blocks:
        raise SlackError("no_text")
    if text and len(text) > most:
        raise SlackError("msg_too_long")
    if not text:
        ctx.complaints.append("a message has blocks but no text to fall back on")
    return text or "", blocks


def check_pace(ctx: Context, channel: Channel) -> None:
    """Counts a post to a channel, or refuses one that comes too soon after the last."""
    wait = ctx.limits.wait_to_post(channel.id, ctx.seconds())
    if wait:
        raise RateLimited(wait)


def _metadata(args: Arguments) -> dict[str, Any] | None:
    metadata: dict[str, Any] | None = args.get("metadata")
    if metadata in (None, {}):
        return metadata
    if (
        not isinstance(metadata, dict)
        or not isinstance(metadata.get("event_type"), str)
        or not metadata["event_type"]
        or not isinstance(metadata.get("event_payload"), dict)
        or set(metadata) - {"event_type", "event_payload"}
    ):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > _L["metadata"]:
        raise SlackError("metadata_too_large")
    return metadata


def _recipient(ctx: Context, channel_id: str) -> Channel:
    workspace = ctx.workspace
    if channel_id in workspace.users or channel_id == SLACKBOT:
        user = workspace.users.get(channel_id)
        if user is None or user.is_bot:
            raise SlackError("cannot_dm_bot")
        if user.deleted:
            raise SlackError("channel_not_found")
        channel = workspace.dm(workspace.bot.id, user.id)
    else:
        channel = visible_channel(ctx, channel_id)
    if channel.kind == "dm":
        if not ctx.manifest.messages_enabled:
            raise SlackError("messages_tab_disabled")
        other = next((one for one in channel.members if one != workspace.bot.id), "")
        if other in workspace.users and workspace.users[other].deleted:
            raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _answer(message: Message) -> dict[str, Any]:
    shown = dict(message.data)
    if message.metadata:
        shown["metadata"] = message.metadata
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def post_message(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Posts to a channel, or to a person's conversation with the bot."""
    channel = _recipient(ctx, args["channel"])
    text, blocks = content(ctx, args)
    metadata = _metadata(args)
    thread_ts = args.get("thread_ts")
    if thread_ts:
        operations.find_parent(channel, thread_ts)
    check_pace(ctx, channel)
    message = operations.post(
        ctx,
        channel,
        ctx.workspace.bot.id,
        text,
        blocks,
        thread_ts=thread_ts,
        broadcast=bool(args.get("reply_broadcast")),
        metadata=metadata or None,
    )
    return _answer(message)


def post_ephemeral(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Posts to a channel what one of its members alone will see."""
    if args["channel"] in ctx.workspace.users:
        raise SlackError("channel_not_found")
    channel = _recipient(ctx, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = content(ctx, args)
    message = operations.post_ephemeral(
        ctx, channel, args["user"], ctx.workspace.bot.id, text, blocks, args.get("thread_ts")
    )
    return {"message_ts": message.ts}


def update(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Changes a message of the bot's own; blocks and metadata that are not given stay."""
    channel = visible_channel(ctx, args["channel"])
    message = operations.find(channel, args["ts"])
    if message.data.get("bot_id") != ctx.workspace.bot_id:
        raise SlackError("cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if ctx.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    emptied = args.get("blocks") == []
    text, blocks = content(ctx, args, _L["update_text"])
    metadata = _metadata(args)
    if metadata is not None:
        message.metadata = metadata or None
    given = args.get("text") is not None or args.get("markdown_text") is not None
    operations.edit(ctx, message, ctx.workspace.bot.id, text if given else None, [] if emptied else blocks)
    return {**_answer(message), "text": message.text}


def delete(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Deletes a message of the bot's own."""
    channel = visible_channel(ctx, args["channel"])
    message = operations.find(channel, args["ts"])
    if message.data.get("bot_id") != ctx.workspace.bot_id:
        raise SlackError("cant_delete_message")
    operations.delete(ctx, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The address of a message, on the sandbox's own page."""
    channel = visible_channel(ctx, args["channel"])
    message = operations.find(channel, args["message_ts"])
    return {"channel": channel.id, "permalink": ctx.permalink(message)}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
