"""Operations: each changes the state of a workspace, sends its event, and tells the listeners."""

from typing import Any

from sandbox.block_kit.mrkdwn import broadcasts
from sandbox.errors import SlackError
from sandbox.state import events
from sandbox.state.context import Change, Context
from sandbox.state.records import SLACKBOT, Channel, Message, User

Blocks = list[dict[str, Any]]
CHANNELS_CHANGED = Change("channels", save=True)
"""People or channels are others now."""


def find(channel: Channel, ts: str) -> Message:
    """The message with this timestamp, or message_not_found."""
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    return message


def find_parent(channel: Channel, thread_ts: str) -> Message:
    """The message that a thread hangs on, or the error of one who replies elsewhere."""
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return parent


def post(
    ctx: Context,
    channel: Channel,
    user: str,
    text: str,
    blocks: Blocks | None = None,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
    subtype: str | None = None,
    metadata: dict[str, Any] | None = None,
    files: list[dict[str, Any]] | None = None,
) -> Message:
    """Posts a message, by a person or by the bot."""
    parent = find_parent(channel, thread_ts) if thread_ts else None
    message = Message(channel.id, authored(ctx, user, text, blocks))
    data = message.data
    message.metadata = metadata
    if files:
        data["files"], data["upload"] = files, False
    if parent is not None:
        data["thread_ts"] = parent.ts
        data["parent_user_id"] = parent.user
        if broadcast:
            data["subtype"] = "thread_broadcast"
        channel.threads.setdefault(parent.ts, []).append(message)
        count_replies(channel, parent)
    if subtype:
        data["subtype"] = subtype
    channel.messages[data["ts"]] = message
    _note_broadcast(ctx, message)
    event = {**data, "event_ts": data["ts"]}
    if broadcast and parent is not None:
        event["root"] = dict(parent.data)
    if metadata is not None:
        event["metadata"] = metadata
    events.message(ctx, channel, event)
    ctx.changed(Change("message", message, save=True))
    return message


def post_ephemeral(
    ctx: Context,
    channel: Channel,
    seen_by: str,
    user: str,
    text: str,
    blocks: Blocks | None = None,
    thread_ts: str | None = None,
) -> Message:
    """Shows a message to one person only."""
    if thread_ts:
        find_parent(channel, thread_ts)
    message = Message(channel.id, authored(ctx, user, text, blocks), seen_by)
    if thread_ts:
        message.data["thread_ts"] = thread_ts
    channel.ephemerals.append(message)
    _note_broadcast(ctx, message)
    ctx.changed(Change("message", message, save=True))
    return message


def edit(
    ctx: Context,
    message: Message,
    user: str,
    text: str | None,
    blocks: Blocks | None,
) -> None:
    """Changes a message's text or blocks; what is None stays as it was."""
    channel = ctx.workspace.channels[message.channel]
    before, edited_at = dict(message.data), ctx.next_ts()
    if text is not None:
        message.data["text"] = text
    if blocks is not None:
        message.data["blocks"] = blocks
        if not blocks:
            del message.data["blocks"]
    message.data["edited"] = {"user": user, "ts": edited_at}
    _note_broadcast(ctx, message)
    if message.seen_by is None:
        _send_changed(ctx, channel, message, before)
    ctx.changed(Change("changed", message, save=True))


def delete(ctx: Context, message: Message) -> None:
    """Deletes a message; the parent of a thread with replies leaves a tombstone."""
    channel = ctx.workspace.channels[message.channel]
    if message.seen_by is not None:
        if message in channel.ephemerals:
            channel.ephemerals.remove(message)
        ctx.changed(Change("deleted", message, save=True))
        return
    before = dict(message.data)
    if channel.threads.get(message.ts):
        kept = ("type", "ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply")
        message.data = {name: before[name] for name in kept if name in before} | {
            "subtype": "tombstone",
            "user": SLACKBOT,
            "text": "This message was deleted.",
            "hidden": True,
        }
        message.metadata = None
        _send_changed(ctx, channel, message, before)
        ctx.changed(Change("changed", message, save=True))
    else:
        del channel.messages[message.ts]
        if message.is_reply:
            parent = channel.messages[str(message.thread_ts)]
            channel.threads[parent.ts].remove(message)
            count_replies(channel, parent)
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": message.ts,
            "previous_message": before,
        }
        event["ts"] = event["event_ts"] = ctx.next_ts()
        events.message(ctx, channel, event)
        ctx.changed(Change("deleted", message, save=True))


def react(ctx: Context, message: Message, user: str, name: str) -> None:
    """Adds a reaction."""
    reactions = message.data.setdefault("reactions", [])
    found = next((one for one in reactions if one["name"] == name), None)
    if found is None:
        found = {"name": name, "users": [], "count": 0}
        reactions.append(found)
    if user in found["users"]:
        raise SlackError("already_reacted")
    found["users"].append(user)
    found["count"] += 1
    _send_reaction(ctx, "reaction_added", message, user, name)


def unreact(ctx: Context, message: Message, user: str, name: str) -> None:
    """Takes a reaction back."""
    reactions = message.data.get("reactions", [])
    found = next((one for one in reactions if one["name"] == name and user in one["users"]), None)
    if found is None:
        raise SlackError("no_reaction")
    found["users"].remove(user)
    found["count"] -= 1
    if not found["users"]:
        reactions.remove(found)
    if not reactions:
        del message.data["reactions"]
    _send_reaction(ctx, "reaction_removed", message, user, name)


def join(ctx: Context, channel: Channel, user: User, inviter: str | None = None) -> None:
    """Makes someone a member of a channel."""
    if user.id in channel.members:
        raise SlackError("already_in_channel")
    channel.members[user.id] = None
    event: dict[str, Any] = {"user": user.id, "channel": channel.id, "channel_type": "C"}
    event["team"] = ctx.workspace.team_id
    if inviter:
        event["inviter"] = inviter
    events.in_channel(ctx, channel, "member_joined_channel", **event)
    subtype = "channel_join" if channel.kind == "channel" else "group_join"
    post(ctx, channel, user.id, f"<@{user.id}> has joined the channel", subtype=subtype)
    ctx.changed(CHANNELS_CHANGED)


def leave(ctx: Context, channel: Channel, user: User, by: str | None = None) -> None:
    """Ends someone's membership; a bot that is removed hears `channel_left` but no `member_left_channel`."""
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    event = {"channel": channel.id, "actor_id": by or user.id}
    if user.id == ctx.workspace.bot.id:
        kind = "channel_left" if channel.kind == "channel" else "group_left"
        events.in_channel(ctx, channel, kind, **event)
        del channel.members[user.id]
    else:
        del channel.members[user.id]
        team = ctx.workspace.team_id
        fields = {"user": user.id, "channel": channel.id, "channel_type": "C", "team": team}
        events.in_channel(ctx, channel, "member_left_channel", **fields)
        subtype = "channel_leave" if channel.kind == "channel" else "group_leave"
        post(ctx, channel, user.id, f"<@{user.id}> has left the channel", subtype=subtype)
    ctx.changed(CHANNELS_CHANGED)


def archive(ctx: Context, channel: Channel, user: str, archived: bool = True) -> None:
    """Archives a channel, or brings it back."""
    if channel.is_archived == archived:
        raise SlackError("already_archived" if archived else "not_archived")
    channel.is_archived = archived
    kind = ("channel" if channel.kind == "channel" else "group") + ("_archive" if archived else "_unarchive")
    events.in_channel(ctx, channel, kind, channel=channel.id, user=user)
    ctx.changed(CHANNELS_CHANGED)


def change_user(ctx: Context, user: User, event: str = "user_change", **fields: Any) -> None:
    """Changes a profile, or adds somebody new (`team_join`); who is `deleted` leaves every channel."""
    for name, value in fields.items():
        setattr(user, name, value)
    if user.deleted:
        for channel in ctx.workspace.channels.values():
            if channel.kind != "dm":
                channel.members.pop(user.id, None)
    user.updated = int(ctx.clock.now().timestamp())
    events.anywhere(ctx, event, user=events.user_data(ctx, user))
    ctx.changed(CHANNELS_CHANGED)


def authored(
    ctx: Context, user: str, text: str, blocks: Blocks | None, ts: str | None = None
) -> dict[str, Any]:
    """The data of a message by this person or by the bot, said now unless `ts` says when."""
    workspace = ctx.workspace
    data: dict[str, Any] = {
        "type": "message",
        "user": user,
        "ts": ts or ctx.next_ts(),
        "text": text,
        "team": workspace.team_id,
    }
    if user == workspace.bot.id:
        data["bot_id"] = workspace.bot_id
        data["app_id"] = workspace.app_id
        data["bot_profile"] = ctx.bot_profile
    if blocks:
        data["blocks"] = blocks
    return data


def count_replies(channel: Channel, parent: Message) -> None:
    """Brings what a thread's parent says of its replies in line with them."""
    replies = channel.threads.get(parent.ts, [])
    data = parent.data
    if not replies:
        for name in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
            data.pop(name, None)
        return
    users = list(dict.fromkeys(reply.user for reply in replies))
    data["thread_ts"] = parent.ts
    data["reply_count"] = len(replies)
    data["reply_users_count"] = len(users)
    data["reply_users"] = users[:5]
    data["latest_reply"] = replies[-1].ts


def _note_broadcast(ctx: Context, message: Message) -> None:
    if message.user == ctx.workspace.bot.id and broadcasts(message.text, message.blocks):
        ctx.workspace.broadcasts.append(message)


def _send_changed(ctx: Context, channel: Channel, message: Message, before: dict[str, Any]) -> None:
    now = ctx.next_ts()
    event: dict[str, Any] = {"type": "message", "subtype": "message_changed", "hidden": True}
    event |= {"message": dict(message.data), "previous_message": before, "ts": now, "event_ts": now}
    events.message(ctx, channel, event)


def _send_reaction(ctx: Context, kind: str, message: Message, user: str, name: str) -> None:
    channel = ctx.workspace.channels[message.channel]
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    events.in_channel(ctx, channel, kind, user=user, reaction=name, item=item, item_user=message.user)
    ctx.changed(Change("reaction", message, save=True))
