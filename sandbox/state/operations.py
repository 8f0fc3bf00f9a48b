"""What can happen in a workspace, whoever does it: each act changes the state and tells app and page."""

from typing import TYPE_CHECKING, Any

from sandbox.block_kit.reading import broadcasts
from sandbox.errors import SlackError
from sandbox.state.records import SLACKBOT, Channel, Message, User

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

Blocks = list[dict[str, Any]]


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
    sandbox: "Sandbox",
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
    workspace = sandbox.workspace
    parent = find_parent(channel, thread_ts) if thread_ts else None
    message = Message(channel.id, authored(sandbox, user, text, blocks))
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
    if user == workspace.bot.id and broadcasts(text, blocks):
        workspace.broadcasts.append(message)
    event = {**data, "event_ts": data["ts"]}
    if broadcast and parent is not None:
        event["root"] = dict(parent.data)
    if metadata is not None:
        event["metadata"] = metadata
    sandbox.events.message(channel, event)
    sandbox.pages.tell(channel, "message", data["ts"], data.get("thread_ts"))
    sandbox.changed(save=True)
    return message


def whisper(
    sandbox: "Sandbox",
    channel: Channel,
    seen_by: str,
    user: str,
    text: str,
    blocks: Blocks | None = None,
    thread_ts: str | None = None,
) -> Message:
    """Shows a message to one person only."""
    message = Message(channel.id, authored(sandbox, user, text, blocks), seen_by)
    if thread_ts:
        message.data["thread_ts"] = thread_ts
    channel.ephemerals.append(message)
    if user == sandbox.workspace.bot.id and broadcasts(text, blocks):
        sandbox.workspace.broadcasts.append(message)
    sandbox.pages.tell(channel, "message", message.ts, thread_ts, only=seen_by)
    sandbox.changed(save=True)
    return message


def edit(
    sandbox: "Sandbox",
    message: Message,
    user: str,
    text: str | None,
    blocks: Blocks | None,
    *,
    silent: bool = False,
) -> None:
    """Changes a message's text or blocks; what is None stays as it was."""
    channel = sandbox.workspace.channels[message.channel]
    before = dict(message.data)
    now = sandbox.workspace.next_ts(sandbox.clock.now())
    if text is not None:
        message.data["text"] = text
    if blocks is not None:
        message.data["blocks"] = blocks
        if not blocks:
            del message.data["blocks"]
    if not silent:
        message.data["edited"] = {"user": user, "ts": now}
    if user == sandbox.workspace.bot.id and broadcasts(message.text, message.blocks):
        sandbox.workspace.broadcasts.append(message)
    if message.seen_by is None:
        _tell_changed(sandbox, channel, message, before)
    sandbox.pages.tell(channel, "changed", message.ts, message.thread_ts, only=message.seen_by)
    sandbox.changed(save=True)


def delete(sandbox: "Sandbox", message: Message) -> None:
    """Deletes a message; the parent of a thread with replies leaves a tombstone."""
    channel = sandbox.workspace.channels[message.channel]
    if message.seen_by is not None:
        if message in channel.ephemerals:
            channel.ephemerals.remove(message)
        sandbox.pages.tell(channel, "deleted", message.ts, message.thread_ts, only=message.seen_by)
        sandbox.changed(save=True)
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
        _tell_changed(sandbox, channel, message, before)
        sandbox.pages.tell(channel, "changed", message.ts, message.thread_ts)
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
        event["ts"] = event["event_ts"] = sandbox.workspace.next_ts(sandbox.clock.now())
        sandbox.events.message(channel, event)
        sandbox.pages.tell(channel, "deleted", message.ts, message.thread_ts)
    sandbox.changed(save=True)


def react(sandbox: "Sandbox", message: Message, user: str, name: str) -> None:
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
    _tell_reaction(sandbox, "reaction_added", message, user, name)


def unreact(sandbox: "Sandbox", message: Message, user: str, name: str) -> None:
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
    _tell_reaction(sandbox, "reaction_removed", message, user, name)


def join(sandbox: "Sandbox", channel: Channel, user: User, inviter: str | None = None) -> None:
    """Makes someone a member of a channel."""
    if user.id in channel.members:
        raise SlackError("already_in_channel")
    channel.members[user.id] = None
    event: dict[str, Any] = {"user": user.id, "channel": channel.id, "channel_type": "C"}
    event["team"] = sandbox.workspace.team_id
    if inviter:
        event["inviter"] = inviter
    sandbox.events.in_channel(channel, "member_joined_channel", **event)
    subtype = "channel_join" if channel.kind == "channel" else "group_join"
    post(sandbox, channel, user.id, f"<@{user.id}> has joined the channel", subtype=subtype)
    sandbox.pages.channels_changed()


def leave(sandbox: "Sandbox", channel: Channel, user: User, by: str | None = None) -> None:
    """Ends someone's membership; a bot that is removed hears `channel_left` but no `member_left_channel`."""
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    event = {"channel": channel.id, "actor_id": by or user.id}
    if user.id == sandbox.workspace.bot.id:
        kind = "channel_left" if channel.kind == "channel" else "group_left"
        sandbox.events.in_channel(channel, kind, **event)
        del channel.members[user.id]
    else:
        del channel.members[user.id]
        team = sandbox.workspace.team_id
        fields = {"user": user.id, "channel": channel.id, "channel_type": "C", "team": team}
        sandbox.events.in_channel(channel, "member_left_channel", **fields)
        subtype = "channel_leave" if channel.kind == "channel" else "group_leave"
        post(sandbox, channel, user.id, f"<@{user.id}> has left the channel", subtype=subtype)
    sandbox.pages.channels_changed()
    sandbox.changed(save=True)


def archive(sandbox: "Sandbox", channel: Channel, user: str, archived: bool = True) -> None:
    """Archives a channel, or brings it back."""
    if channel.is_archived == archived:
        raise SlackError("already_archived" if archived else "not_archived")
    channel.is_archived = archived
    kind = ("channel" if channel.kind == "channel" else "group") + ("_archive" if archived else "_unarchive")
    sandbox.events.in_channel(channel, kind, channel=channel.id, user=user)
    sandbox.pages.channels_changed()
    sandbox.changed(save=True)


def authored(
    sandbox: "Sandbox", user: str, text: str, blocks: Blocks | None, ts: str | None = None
) -> dict[str, Any]:
    """What a message by this person or by the bot is made of, said now unless `ts` says when."""
    workspace = sandbox.workspace
    data: dict[str, Any] = {
        "type": "message",
        "user": user,
        "ts": ts or workspace.next_ts(sandbox.clock.now()),
        "text": text,
        "team": workspace.team_id,
    }
    if user == workspace.bot.id:
        data["bot_id"] = workspace.bot_id
        data["app_id"] = workspace.app_id
        data["bot_profile"] = sandbox.bot_profile
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


def _tell_changed(sandbox: "Sandbox", channel: Channel, message: Message, before: dict[str, Any]) -> None:
    now = sandbox.workspace.next_ts(sandbox.clock.now())
    event: dict[str, Any] = {"type": "message", "subtype": "message_changed", "hidden": True}
    event |= {"message": dict(message.data), "previous_message": before, "ts": now, "event_ts": now}
    sandbox.events.message(channel, event)


def _tell_reaction(sandbox: "Sandbox", kind: str, message: Message, user: str, name: str) -> None:
    channel = sandbox.workspace.channels[message.channel]
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    sandbox.events.in_channel(channel, kind, user=user, reaction=name, item=item, item_user=message.user)
    sandbox.pages.tell(channel, "reaction", message.ts, message.thread_ts)
    sandbox.changed(save=True)
