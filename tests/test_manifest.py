"""The manifest is the contract with Slack: it says what is registered, and asks for no scope too many."""

import ast
import inspect
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.router import routes
from tests import ROOT

MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]
GRANTED = MANIFEST["oauth_config"]["scopes"]["bot"]
EVENTS = SETTINGS["event_subscriptions"]["bot_events"]

NOTHING: frozenset[str] = frozenset()
CHANNELS = frozenset({"channels:read", "groups:read"})
METHODS = {
    "apps_connections_open": NOTHING,  # The app-level token's connections:write.
    "auth_test": NOTHING,
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    # Where a message may be that nobody knows of: a question's channel, or direct messages with one or two.
    "conversations_history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations_info": CHANNELS,
    "conversations_members": CHANNELS,
    "conversations_open": {"im:write", "mpim:write"},
    # Threads of questions, which are in channels.
    "conversations_replies": {"channels:history", "groups:history"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "team_profile_get": {"users.profile:read"},
    "usergroups_list": {"usergroups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "users_profile_get": {"users.profile:read"},
    "views_open": NOTHING,
    "views_publish": NOTHING,
    "views_push": NOTHING,
    "views_update": NOTHING,
}
"""Each Web API method that the code calls, and the scopes it needs for what it is called with."""

HEARD = {
    "app_home_opened": NOTHING,
    "channel_archive": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "group_archive": {"groups:read"},
    "group_left": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": CHANNELS,
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}
"""Each event that the bot hears, and the scopes Slack asks for."""

LINE = {"type": "string", "pattern": r"\A[^\n]+\Z"}
SCHEMA = {
    "type": "object",
    "required": ["_metadata", "display_information", "features", "oauth_config", "settings"],
    "additionalProperties": False,
    "properties": {
        "_metadata": {"const": {"major_version": 2}},
        "display_information": {
            "type": "object",
            "required": ["name", "description", "long_description"],
            "additionalProperties": False,
            "properties": {
                "name": {**LINE, "maxLength": 35},
                "description": {**LINE, "maxLength": 140},
                "long_description": {"type": "string", "minLength": 175, "maxLength": 4000},
                "background_color": {"type": "string", "pattern": r"\A#[0-9a-f]{6}\Z"},
            },
        },
        "features": {
            "type": "object",
            "required": ["app_home", "bot_user", "shortcuts", "slash_commands"],
            "additionalProperties": False,
            "properties": {
                "app_home": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        f"{each}_enabled": {"type": "boolean"}
                        for each in ("home_tab", "messages_tab", "messages_tab_read_only")
                    },
                },
                "bot_user": {
                    "type": "object",
                    "required": ["display_name"],
                    "additionalProperties": False,
                    "properties": {
                        "display_name": {**LINE, "maxLength": 80},
                        "always_online": {"type": "boolean"},
                    },
                },
                "shortcuts": {
                    "type": "array",
                    "maxItems": 10,
                    "items": {
                        "type": "object",
                        "required": ["name", "type", "callback_id", "description"],
                        "additionalProperties": False,
                        "properties": {
                            "name": {**LINE, "maxLength": 24},
                            "type": {"enum": ["message", "global"]},
                            "callback_id": {**LINE, "maxLength": 255},
                            "description": {**LINE, "maxLength": 150},
                        },
                    },
                },
                "slash_commands": {
                    "type": "array",
                    "maxItems": 50,
                    "items": {
                        "type": "object",
                        "required": ["command", "description", "usage_hint", "should_escape"],
                        "additionalProperties": False,
                        "properties": {
                            "command": {"type": "string", "pattern": r"\A/[a-z][a-z0-9_-]{0,30}\Z"},
                            "description": {**LINE, "maxLength": 2000},
                            "usage_hint": {**LINE, "maxLength": 1000},
                            # People and channels come as ids: names alone say nothing certain.
                            "should_escape": {"const": True},
                        },
                    },
                },
            },
        },
        "oauth_config": {
            "type": "object",
            "required": ["scopes"],
            "additionalProperties": False,
            "properties": {
                "scopes": {
                    "type": "object",
                    "required": ["bot"],
                    "additionalProperties": False,
                    "properties": {
                        "bot": {
                            "type": "array",
                            "maxItems": 255,
                            "uniqueItems": True,
                            "items": {
                                "type": "string",
                                "pattern": r"\A[a-z.]+(:[a-z.]+)?\Z",
                                "maxLength": 50,
                            },
                        }
                    },
                }
            },
        },
        "settings": {
            "type": "object",
            "required": ["event_subscriptions", "interactivity", "socket_mode_enabled"],
            "additionalProperties": False,
            "properties": {
                "event_subscriptions": {
                    "type": "object",
                    "required": ["bot_events"],
                    "additionalProperties": False,
                    "properties": {
                        "bot_events": {
                            "type": "array",
                            "maxItems": 100,
                            "uniqueItems": True,
                            "items": {"type": "string", "pattern": r"\A[a-z_.]+\Z", "maxLength": 50},
                        }
                    },
                },
                "interactivity": {"const": {"is_enabled": True}},
                "org_deploy_enabled": {"type": "boolean"},
                "socket_mode_enabled": {"type": "boolean"},
                "token_rotation_enabled": {"const": False},
            },
        },
    },
}


def registered(*kinds: str) -> list[str]:
    """The names that listeners of these kinds are registered for, sorted."""
    return sorted(route.name for route in routes() if route.kind in kinds)


def is_method(name: str) -> bool:
    """Whether a name is a Web API method's on slack_sdk's client."""
    found = getattr(AsyncWebClient, name, None)
    return "_" in name.strip("_") and not name.startswith("_") and inspect.iscoroutinefunction(found)


def mentioned(source: str) -> Iterator[str]:
    """Every Web API method that a module calls, or hands on to be called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and is_method(node.attr):
            yield node.attr


def called() -> set[str]:
    sources = [
        path for package in ("bot", "handlers", "scheduling") for path in (ROOT / package).rglob("*.py")
    ]
    return {name for path in sources for name in mentioned(path.read_text("utf-8"))}


def test_the_manifest_has_the_shape_and_lengths_that_slack_takes() -> None:
    problems = jsonschema.Draft202012Validator(SCHEMA).iter_errors(MANIFEST)
    assert [f"{problem.json_path}: {problem.message}" for problem in problems] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("display_information", "name"), "x" * 36),
        (("display_information", "long_description"), "x" * 174),
        (("features", "shortcuts", 0, "name"), "x" * 25),
        (("features", "slash_commands", 0, "command"), "learn"),
        (("settings", "interactivity", "is_enabled"), False),
        (("oauth_config", "scopes", "user"), ["users:read"]),
    ],
)
def test_what_slack_would_refuse_is_refused_here(place: tuple[str | int, ...], value: object) -> None:
    changed = json.loads(json.dumps(MANIFEST))
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(changed)


def test_each_command_is_registered() -> None:
    assert sorted(each["command"] for each in FEATURES["slash_commands"]) == registered("command")


@pytest.mark.parametrize("kind", ["message", "global"])
def test_each_shortcut_is_registered(kind: str) -> None:
    named = sorted(each["callback_id"] for each in FEATURES["shortcuts"] if each["type"] == kind)
    assert named == registered(f"{kind}_shortcut")


def test_each_event_is_registered_and_replies_are_heard_in_public_and_in_private_channels() -> None:
    messages = {name for name in EVENTS if name.startswith("message.")}
    assert messages == {"message.channels", "message.groups"}
    assert sorted({*EVENTS} - messages | {"message"}) == registered("event")


def test_nothing_is_registered_twice_or_in_a_way_that_the_manifest_does_not_know() -> None:
    names = [(route.kind, route.name) for route in routes()]
    assert sorted(set(names)) == sorted(names)
    told = {"command", "message_shortcut", "global_shortcut", "event"}
    inside = {"block_action", "options", "view_submission", "view_closed"}
    assert {kind for kind, _ in names} <= told | inside


def test_the_tables_here_know_each_method_and_event_and_no_other() -> None:
    assert sorted(called()) == sorted(METHODS)
    assert sorted(EVENTS) == sorted(HEARD)


def test_each_scope_is_needed_and_none_is_lacking() -> None:
    by_methods = {scope for name in called() for scope in METHODS[name]}
    by_events = {scope for name in EVENTS for scope in HEARD[name]}
    by_features = {"commands"} if FEATURES["slash_commands"] or FEATURES["shortcuts"] else NOTHING
    assert sorted(GRANTED) == sorted(by_methods | by_events | by_features)


def test_the_sandbox_asks_for_one_of_the_same_scopes() -> None:
    methods = json.loads((ROOT / "sandbox/api/methods.json").read_text("utf-8"))
    asked = {name.replace(".", "_"): set(method["scopes"]) for name, method in methods.items()}
    assert {name: METHODS[name] for name in METHODS if not METHODS[name] <= asked[name]} == {}
    assert {name for name in METHODS if not METHODS[name]} == {name for name in METHODS if not asked[name]}


def test_a_method_is_found_where_it_is_called_and_where_it_is_handed_on() -> None:
    source = (
        "async def f(client):\n    await client.chat_delete()\n    later(client.api_call)\n    client.close()"
    )
    assert set(mentioned(source)) == {"chat_delete", "api_call"}
