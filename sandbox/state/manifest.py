"""App manifest: all that it grants and registers, and no more, is what the sandbox lets the app do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_CHANNELS = frozenset({"channels:read", "groups:read"})
EVENT_SCOPES: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "channel_archive": frozenset({"channels:read"}),
    "channel_left": frozenset({"channels:read"}),
    "channel_unarchive": frozenset({"channels:read"}),
    "group_archive": frozenset({"groups:read"}),
    "group_left": frozenset({"groups:read"}),
    "group_unarchive": frozenset({"groups:read"}),
    "member_joined_channel": _CHANNELS,
    "member_left_channel": _CHANNELS,
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
    "team_join": frozenset({"users:read"}),
    "user_change": frozenset({"users:read"}),
}
"""The events this workspace can send, each with the scopes of which the app needs one."""


class ManifestError(ValueError):
    """The manifest asks for something that Slack would not save."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as registered."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A message or global shortcut as registered."""

    name: str
    type: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an app manifest that decide what the app may do and hear."""

    bot_name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: tuple[Shortcut, ...]
    home_enabled: bool
    messages_enabled: bool
    messages_read_only: bool
    interactive: bool

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Reads a YAML (or JSON) manifest file."""
        return cls.parse(yaml.safe_load(path.read_text("utf-8")))

    @classmethod
    def parse(cls, data: dict[str, Any]) -> "Manifest":
        """Takes a manifest's data, refusing events whose scopes it does not ask for."""
        features, settings = data.get("features", {}), data.get("settings", {})
        home = features.get("app_home", {})
        bot = features.get("bot_user", {})
        scopes = tuple(data.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
        events = frozenset(settings.get("event_subscriptions", {}).get("bot_events", ()))
        for event in sorted(events):
            if event not in EVENT_SCOPES:
                raise ManifestError(f"the sandbox cannot send the event {event}")
            needed = EVENT_SCOPES[event]
            if needed and not needed.intersection(scopes):
                raise ManifestError(f"the event {event} needs one of {', '.join(sorted(needed))}")
        commands = [
            Command(
                one["command"],
                one.get("description", ""),
                one.get("usage_hint", ""),
                bool(one.get("should_escape", False)),
            )
            for one in features.get("slash_commands", ())
        ]
        if commands and "commands" not in scopes:
            raise ManifestError("slash commands need the scope commands")
        name = data.get("display_information", {}).get("name", "App")
        return cls(
            bot_name=bot.get("display_name", name),
            scopes=scopes,
            events=events,
            commands={one.command: one for one in commands},
            shortcuts=tuple(
                Shortcut(one["name"], one["type"], one["callback_id"])
                for one in features.get("shortcuts", ())
            ),
            home_enabled=bool(home.get("home_tab_enabled", False)),
            messages_enabled=bool(home.get("messages_tab_enabled", True)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        )
