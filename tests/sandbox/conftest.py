"""The sandbox with a clock that stands still, a manifest that grants much, and a raw bot."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox import Sandbox
from tests.sandbox.rawbot import RawBot, StillClock

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Teachback"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Teachback"},
        "shortcuts": [
            {"name": "Ask this", "type": "message", "callback_id": "ask_this"},
            {"name": "Ask anywhere", "type": "global", "callback_id": "ask"},
        ],
        "slash_commands": [
            {"command": "/learn", "description": "Ask", "should_escape": True},
            {"command": "/plain", "description": "Ask plainly"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "channels:history",
                "channels:read",
                "chat:write",
                "commands",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "reactions:read",
                "reactions:write",
                "team:read",
                "usergroups:read",
                "users.profile:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "channel_archive",
                "channel_left",
                "channel_unarchive",
                "group_archive",
                "member_joined_channel",
                "member_left_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "reaction_added",
                "reaction_removed",
                "team_join",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.yml"
    path.write_text(yaml.safe_dump(MANIFEST), "utf-8")
    return path


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def slack(manifest: Path, clock: StillClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest, clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(slack: Sandbox) -> AsyncIterator[RawBot]:
    bot = RawBot(slack)
    await bot.connect()
    yield bot
    await bot.close()
