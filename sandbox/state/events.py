"""Events: which of them the app hears, and how they are wrapped."""

from typing import Any

from sandbox.state.context import Context
from sandbox.state.records import Channel, User

_MESSAGES = {
    "channel": "message.channels",
    "private": "message.groups",
    "dm": "message.im",
    "mpim": "message.mpim",
}
_TYPES = {"channel": "channel", "private": "group", "dm": "im", "mpim": "mpim"}


def message(ctx: Context, channel: Channel, event: dict[str, Any]) -> None:
    """Sends the event of a message in a channel that the bot is in."""
    if _MESSAGES[channel.kind] in ctx.manifest.events:
        event["channel"] = channel.id
        event["channel_type"] = _TYPES[channel.kind]
        _send_to_member(ctx, channel, event)


def in_channel(ctx: Context, where: Channel, kind: str, /, **fields: Any) -> None:
    """Sends the event of something that happened in a channel that the bot is in."""
    if kind in ctx.manifest.events:
        _send_to_member(ctx, where, {"type": kind, **fields})


def anywhere(ctx: Context, kind: str, /, **fields: Any) -> None:
    """Sends the event of something that concerns the workspace or the app itself."""
    if kind in ctx.manifest.events:
        _send(ctx, {"type": kind, **fields})


def _send_to_member(ctx: Context, channel: Channel, event: dict[str, Any]) -> None:
    if ctx.workspace.bot.id in channel.members:
        _send(ctx, event)


def _send(ctx: Context, event: dict[str, Any]) -> None:
    workspace, now = ctx.workspace, ctx.clock.now()
    event.setdefault("event_ts", workspace.next_ts(now))
    payload = {
        "token": ctx.verification_token,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.next_id("Ev"),
        "event_time": int(now.timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.next_id("4-"),
    }
    for listener in ctx.event_listeners:
        listener(payload)


def user_data(ctx: Context, user: User) -> dict[str, Any]:
    """A person in the shape of users.info."""
    workspace, now = ctx.workspace, ctx.clock.now()
    profile = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "status_text": "",
        "status_emoji": "",
        "team": workspace.team_id,
    }
    if user.email and "users:read.email" in ctx.manifest.scopes:
        profile["email"] = user.email
    data: dict[str, Any] = {
        "id": user.id,
        "team_id": workspace.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if not user.deleted:
        data |= {
            "color": user.color,
            "real_name": user.real_name,
            "tz": user.tz,
            "tz_label": user.zone_label(now),
            "tz_offset": user.offset(now),
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_guest,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
    if user.is_bot:
        profile["api_app_id"] = workspace.app_id
        profile["bot_id"] = workspace.bot_id
    return data
