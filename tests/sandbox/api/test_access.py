"""Who may call what, and with which arguments."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.state.manifest import Manifest, ManifestError
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.rawbot import RawBot, refusal


def client(slack: Sandbox, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


async def post(slack: Sandbox, method: str, **request: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.api_url + method, **request) as response,
    ):
        body: dict[str, Any] = await response.json()
        return body


async def test_auth_test_tells_who_the_token_belongs_to(slack: Sandbox) -> None:
    answer = await client(slack).auth_test()
    assert answer["user_id"] == slack.workspace.bot.id
    assert answer["bot_id"] == slack.workspace.bot_id
    assert answer["team_id"] == slack.workspace.team_id
    assert answer["url"] == slack.page_url
    assert answer.headers["x-oauth-scopes"] == ",".join(MANIFEST["oauth_config"]["scopes"]["bot"])


async def test_a_call_without_a_token_is_not_authed(slack: Sandbox) -> None:
    assert await post(slack, "auth.test") == {"ok": False, "error": "not_authed"}


async def test_a_wrong_token_is_invalid(slack: Sandbox) -> None:
    assert (await refusal(client(slack, "xoxb-wrong").auth_test()))["error"] == "invalid_auth"


async def test_a_token_in_a_form_will_do_but_not_in_json(slack: Sandbox) -> None:
    token = {"token": slack.bot_token}
    assert (await post(slack, "auth.test", data=token))["ok"] is True
    assert (await post(slack, "auth.test", json=token))["error"] == "not_authed"


async def test_app_and_bot_tokens_are_not_exchanged(slack: Sandbox) -> None:
    as_app = client(slack, slack.app_token)
    assert (await refusal(as_app.users_list()))["error"] == "not_allowed_token_type"
    opened = refusal(client(slack).apps_connections_open(app_token=slack.bot_token))
    assert (await opened)["error"] == "not_allowed_token_type"


async def test_a_missing_scope_is_named(tmp_path: Path) -> None:
    small = json.loads(json.dumps(MANIFEST))
    small["oauth_config"]["scopes"]["bot"] = ["commands"]
    small["settings"]["event_subscriptions"]["bot_events"] = []
    path = tmp_path / "small.yml"
    path.write_text(yaml.safe_dump(small), "utf-8")
    async with Sandbox(path) as slack:
        general = slack.workspace.channel("general").id
        said = await refusal(client(slack).chat_postMessage(channel=general, text="hello"))
        assert (said["error"], said["needed"], said["provided"]) == (
            "missing_scope",
            "chat:write",
            "commands",
        )
        assert (await refusal(client(slack).users_list()))["needed"] == "users:read"


async def test_each_kind_of_channel_needs_its_own_scope(tmp_path: Path) -> None:
    public_only = json.loads(json.dumps(MANIFEST))
    public_only["oauth_config"]["scopes"]["bot"] = ["channels:read", "channels:history", "commands"]
    public_only["settings"]["event_subscriptions"]["bot_events"] = []
    path = tmp_path / "public.yml"
    path.write_text(yaml.safe_dump(public_only), "utf-8")
    async with Sandbox(path) as slack:
        web, admins = client(slack), slack.workspace.channel("learning-admins").id
        assert (await refusal(web.conversations_info(channel=admins)))["needed"] == "groups:read"
        assert (await refusal(web.conversations_history(channel=admins)))["needed"] == "groups:history"
        said = await refusal(web.conversations_list(types="public_channel,private_channel"))
        assert said["needed"] == "groups:read"


def test_an_event_without_its_scope_is_refused() -> None:
    wrong = json.loads(json.dumps(MANIFEST))
    wrong["oauth_config"]["scopes"]["bot"].remove("reactions:read")
    with pytest.raises(ManifestError, match="reaction_added needs one of reactions:read"):
        Manifest.parse(wrong)


@pytest.mark.parametrize(
    ("events", "says"),
    [
        (["no.such.event"], "cannot send"),
        (["channel_rename"], "cannot send"),
        (["message.groups"], "groups:history"),
    ],
)
def test_a_manifest_that_slack_would_not_save_is_refused(events: list[str], says: str) -> None:
    with pytest.raises(ManifestError, match=says):
        Manifest.parse({"settings": {"event_subscriptions": {"bot_events": events}}})


def test_slash_commands_need_their_scope() -> None:
    with pytest.raises(ManifestError, match="commands"):
        Manifest.parse({"features": {"slash_commands": [{"command": "/x"}]}})


async def test_an_unknown_method_is_named(slack: Sandbox) -> None:
    said = await refusal(client(slack).api_call("chat.shout"))
    assert (said["error"], said["req_method"]) == ("unknown_method", "chat.shout")


async def test_missing_and_unknown_arguments_are_listed(slack: Sandbox, bot: RawBot) -> None:
    said = await refusal(bot.web.api_call("chat.postMessage", json={"tekst": "hello"}))
    assert said["error"] == "invalid_arguments"
    assert said["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] unknown argument: tekst",
    ]


@pytest.mark.parametrize(
    ("method", "args", "says"),
    [
        ("chat.postMessage", {"channel": "C1", "text": 7}, "must be a string"),
        ("chat.postMessage", {"channel": "C1", "mrkdwn": "perhaps"}, "must be a boolean"),
        ("chat.postMessage", {"channel": "C1", "blocks": "[{"}, "must be valid JSON"),
        ("conversations.history", {"channel": "C1", "limit": "many"}, "must be an integer"),
    ],
)
async def test_arguments_of_the_wrong_kind_are_refused(
    bot: RawBot, method: str, args: dict[str, Any], says: str
) -> None:
    said = await refusal(bot.web.api_call(method, json=args))
    assert said["error"] == "invalid_arguments"
    assert says in said["response_metadata"]["messages"][0]


async def test_json_is_read_only_where_slack_reads_it(slack: Sandbox, bot: RawBot) -> None:
    general = slack.workspace.channel("general").id
    said = await refusal(bot.web.api_call("conversations.info", json={"channel": general}))
    assert said["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    form = await bot.web.api_call("conversations.info", data={"channel": general})
    assert form["channel"]["name"] == "general"


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"x", "text/plain", "invalid_post_type"),
    ],
)
async def test_bodies_that_cannot_be_read_are_refused(
    slack: Sandbox, body: bytes, kind: str, error: str
) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "content-type": kind}
    assert (await post(slack, "auth.test", data=body, headers=headers))["error"] == error


async def test_api_test_echoes(slack: Sandbox) -> None:
    assert await post(slack, "api.test", data={"foo": "bar"}) == {"ok": True, "args": {"foo": "bar"}}
    assert (await post(slack, "api.test", data={"error": "oops"}))["error"] == "oops"


async def test_team_and_people_can_be_looked_up(slack: Sandbox, bot: RawBot) -> None:
    team = await bot.web.team_info()
    assert team["team"]["name"] == slack.workspace.name
    assert (await refusal(bot.web.team_info(team="T1")))["error"] == "team_not_found"
    ana = (await bot.web.users_info(user=slack.person("ana").id, include_locale=True))["user"]
    assert (ana["real_name"], ana["tz"], ana["tz_offset"]) == ("Ana Ferreira", "Europe/Lisbon", 0)
    assert (ana["locale"], ana["is_restricted"], "email" in ana["profile"]) == ("en-GB", False, False)
    noor = (await bot.web.users_info(user=slack.person("noor").id))["user"]
    assert (noor["deleted"], "tz" in noor) == (True, False)
    assert (await refusal(bot.web.users_info(user="U0")))["error"] == "user_not_found"


async def test_calls_are_kept_without_tokens(slack: Sandbox, bot: RawBot) -> None:
    await bot.web.auth_test()
    last = slack.calls[-1]
    assert (last.method, last.args, last.response["ok"]) == ("auth.test", {}, True)
    assert last.at == slack.clock.now()
