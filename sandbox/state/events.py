"""Events: which of them the app hears, and how they are wrapped."""

from typing import TYPE_CHECKING, Any

from sandbox.state.records import Channel, User

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

_MESSAGES = {
    "channel": "message.channels",
    "private": "message.groups",
    "dm": "message.im",
    "mpim": "message.mpim",
}
_TYPES = {"channel": "channel", "private": "group", "dm": "im", "mpim": "mpim"}


class Events:
    """Tells the app what happens, as far as it asked to know and may."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def message(self, channel: Channel, event: dict[str, Any]) -> None:
        """Tells of a message in a channel that the bot is in."""
        if _MESSAGES[channel.kind] in self._sandbox.manifest.events:
            event["channel"] = channel.id
            event["channel_type"] = _TYPES[channel.kind]
            self._in_channel(channel, event)

    def in_channel(self, where: Channel, kind: str, /, **fields: Any) -> None:
        """Tells of something that happened in a channel that the bot is in."""
        if kind in self._sandbox.manifest.events:
            self._in_channel(where, {"type": kind, **fields})

    def anywhere(self, kind: str, /, **fields: Any) -> None:
        """Tells of something that concerns the workspace or the app itself."""
        if kind in self._sandbox.manifest.events:
            self._tell({"type": kind, **fields})

    def _in_channel(self, channel: Channel, event: dict[str, Any]) -> None:
        if self._sandbox.workspace.bot.id in channel.members:
            self._tell(event)

    def _tell(self, event: dict[str, Any]) -> None:
        sandbox, workspace = self._sandbox, self._sandbox.workspace
        now = sandbox.clock.now()
        event.setdefault("event_ts", workspace.next_ts(now))
        sandbox.delivery.event(
            {
                "token": sandbox.verification_token,
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
        )


def user_data(sandbox: "Sandbox", user: User) -> dict[str, Any]:
    """A person in the shape of users.info."""
    offset = user.offset(sandbox.clock.now())
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
        "team": sandbox.workspace.team_id,
    }
    if user.email and "users:read.email" in sandbox.manifest.scopes:
        profile["email"] = user.email
    data: dict[str, Any] = {
        "id": user.id,
        "team_id": sandbox.workspace.team_id,
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
            "tz_label": user.zone_label(sandbox.clock.now()),
            "tz_offset": offset,
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_guest,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
    if user.is_bot:
        profile["api_app_id"] = sandbox.workspace.app_id
        profile["bot_id"] = sandbox.workspace.bot_id
    return data
