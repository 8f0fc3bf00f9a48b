"""conversations.*, users.conversations and reactions.*: where people talk, and what was said there."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.api.chat import visible_channel
from sandbox.api.dispatch import Arguments, Method, need
from sandbox.errors import SlackError
from sandbox.limits import LIMITS
from sandbox.state import operations
from sandbox.state.context import Context
from sandbox.state.records import SLACKBOT, Channel, Message

T = TypeVar("T")
_READ = {"channel": "channels:read", "private": "groups:read", "dm": "im:read", "mpim": "mpim:read"}
_HISTORY = {
    "channel": "channels:history",
    "private": "groups:history",
    "dm": "im:history",
    "mpim": "mpim:history",
}
_KINDS = {"public_channel": "channel", "private_channel": "private", "im": "dm", "mpim": "mpim"}


def page(
    items: Sequence[T], args: Arguments, default: int = LIMITS["page"]["default"]
) -> tuple[Sequence[T], str]:
    """One page of a list by `cursor` and `limit`, with the cursor of the next (empty at the end)."""
    limit = args.get("limit", default)
    if not 1 <= limit <= LIMITS["page"]["most"]:
        raise SlackError("invalid_limit")
    start = 0
    if args.get("cursor"):
        try:
            start = int(base64.b64decode(args["cursor"], validate=True).decode().removeprefix("next:"))
        except (binascii.Error, ValueError):
            raise SlackError("invalid_cursor") from None
        if not 0 < start <= len(items):
            raise SlackError("invalid_cursor")
    end = start + limit
    return items[start:end], base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""


def channel_data(ctx: Context, channel: Channel) -> dict[str, Any]:
    """A conversation in the shape of conversations.info."""
    bot, team = ctx.workspace.bot.id, ctx.workspace.team_id
    if channel.kind == "dm":
        other = next((one for one in channel.members if one != bot), bot)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": team,
            "user": other,
            "is_user_deleted": other in ctx.workspace.users and ctx.workspace.users[other].deleted,
            "is_open": True,
            "priority": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": False,
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind in ("private", "mpim"),
        "is_general": channel.name == "general",
        "is_archived": channel.is_archived,
        "is_shared": False,
        "is_org_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "is_member": bot in channel.members,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": team,
        "shared_team_ids": [team],
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
        "previous_names": [],
        "num_members": len(channel.members),
    }


def message_data(message: Message, metadata: bool) -> dict[str, Any]:
    """A message as history shows it."""
    if message.metadata is None:
        return message.data
    if metadata:
        return {**message.data, "metadata": message.metadata}
    return {**message.data, "metadata": {"event_type": message.metadata["event_type"]}}


def _conversation(ctx: Context, args: Arguments, scopes: dict[str, str], *, member: bool = False) -> Channel:
    channel = visible_channel(ctx, args["channel"])
    need(ctx, scopes[channel.kind])
    if member and ctx.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(messages: list[Message], args: Arguments) -> list[Message]:
    oldest, latest, inclusive = args.get("oldest", "0"), args.get("latest"), args.get("inclusive", False)
    for name, value in (("oldest", oldest), ("latest", latest)):
        if value not in (None, "now"):
            try:
                float(value)
            except ValueError:
                raise SlackError(f"invalid_ts_{name}") from None
    low, high = float(oldest), None if latest in (None, "now") else float(latest)
    if low == 0 and high is None:
        return messages
    return [
        one
        for one in messages
        if (low < float(one.ts) or (inclusive and low == float(one.ts)))
        and (high is None or float(one.ts) < high or (inclusive and high == float(one.ts)))
    ]


def _paged(messages: Sequence[Message], cursor: str, args: Arguments) -> dict[str, Any]:
    metadata = args.get("include_all_metadata", False)
    answer: dict[str, Any] = {
        "messages": [message_data(one, metadata) for one in messages],
        "has_more": bool(cursor),
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def open_(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Opens the conversation with one person, or with several together."""
    workspace = ctx.workspace
    if args.get("channel"):
        channel = visible_channel(ctx, args["channel"])
        if channel.kind not in ("dm", "mpim"):
            raise SlackError("method_not_supported_for_channel_type")
    else:
        names = [one for one in args.get("users", "").split(",") if one]
        if not names:
            raise SlackError("users_list_not_supplied")
        need(ctx, "im:write" if len(names) == 1 else "mpim:write")
        if len(names) > 8:
            raise SlackError("too_many_users")
        for name in names:
            _can_be_written_to(ctx, name)
        if len(names) == 1:
            channel = workspace.dm(workspace.bot.id, names[0])
        else:
            channel = workspace.group(workspace.bot.id, *names)
        ctx.changed(operations.CHANNELS_CHANGED)
    if args.get("return_im"):
        return {"no_op": True, "already_open": True, "channel": channel_data(ctx, channel)}
    return {"channel": {"id": channel.id}}


def _can_be_written_to(ctx: Context, name: str) -> None:
    user = ctx.workspace.users.get(name)
    if name == SLACKBOT or (user is not None and user.is_bot):
        raise SlackError("cannot_dm_bot")
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")


def info(ctx: Context, args: Arguments) -> dict[str, Any]:
    """A conversation's data."""
    data = channel_data(ctx, _conversation(ctx, args, _READ))
    if not args.get("include_num_members"):
        data.pop("num_members", None)
    return {"channel": data}


def history(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The messages of a channel, newest first, without the replies."""
    channel = _conversation(ctx, args, _HISTORY, member=True)
    messages = _between(channel.top_level(), args)
    messages.reverse()
    shown, cursor = page(messages, args)
    return {**_paged(shown, cursor, args), "pin_count": 0}


def replies(ctx: Context, args: Arguments) -> dict[str, Any]:
    """A thread, oldest first, its parent before all."""
    channel = _conversation(ctx, args, _HISTORY, member=True)
    parent = channel.messages.get(args["ts"])
    if parent is None or parent.is_reply:
        raise SlackError("thread_not_found")
    thread = [parent, *_between(channel.threads.get(parent.ts, []), args)]
    shown, cursor = page(thread, args, LIMITS["page"]["most"])
    return _paged(shown, cursor, args)


def members(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The members of a conversation."""
    channel = _conversation(ctx, args, _READ)
    shown, cursor = page(list(channel.members), args)
    return {"members": list(shown), "response_metadata": {"next_cursor": cursor}}


def _listed(ctx: Context, args: Arguments, member: str | None) -> dict[str, Any]:
    kinds = []
    for name in args.get("types", "public_channel").split(","):
        kind = _KINDS.get(name.strip())
        if kind is None:
            raise SlackError("invalid_types")
        need(ctx, _READ[kind])
        kinds.append(kind)
    bot = ctx.workspace.bot.id
    found = [
        channel
        for channel in ctx.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind == "channel" or bot in channel.members)
        and (member is None or member in channel.members)
        and not (args.get("exclude_archived") and channel.is_archived)
    ]
    shown, cursor = page(found, args)
    return {
        "channels": [channel_data(ctx, channel) for channel in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def list_(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The conversations that the bot can see."""
    return _listed(ctx, args, None)


def of_user(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The conversations that someone (by default the bot) is in."""
    user = args.get("user") or ctx.workspace.bot.id
    if user not in ctx.workspace.users:
        raise SlackError("user_not_found")
    answer = _listed(ctx, args, user)
    for channel in answer["channels"]:
        channel.pop("num_members", None)
        channel.pop("is_member", None)
    return answer


def add_reaction(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Reacts to a message."""
    channel = visible_channel(ctx, args["channel"])
    if channel.is_archived:
        raise SlackError("is_archived")
    operations.react(
        ctx,
        operations.find(channel, args["timestamp"]),
        ctx.workspace.bot.id,
        args["name"].strip(":"),
    )
    return {}


def get_reactions(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The reactions to a message."""
    if not args.get("channel") or not args.get("timestamp"):
        raise SlackError("no_item_specified")
    channel = visible_channel(ctx, args["channel"])
    message = operations.find(channel, args["timestamp"])
    shown = {**message.data, "permalink": ctx.permalink(message)}
    return {"type": "message", "channel": channel.id, "message": shown}


METHODS: dict[str, Method] = {
    "conversations.open": open_,
    "conversations.info": info,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.members": members,
    "conversations.list": list_,
    "users.conversations": of_user,
    "reactions.add": add_reaction,
    "reactions.get": get_reactions,
}
