"""Custom profile fields and user groups, where Slack has them and nowhere else."""

from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.api.people import TEAM_FIELD
from tests.sandbox.rawbot import refusal


@pytest.fixture
def web(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


async def test_a_profile_has_its_own_fields_only_where_it_is_asked_for(
    slack: Sandbox, web: AsyncWebClient
) -> None:
    ana = slack.person("ana")
    (field,) = (await web.team_profile_get())["profile"]["fields"]
    assert (field["id"], field["label"]) == (TEAM_FIELD, "Team")
    assert (await web.team_profile_get(visibility="hidden"))["profile"]["fields"] == []
    whole = (await web.users_profile_get(user=ana.id))["profile"]
    assert whole["fields"] == {TEAM_FIELD: {"value": ana.user.team, "alt": ""}}
    labelled = (await web.users_profile_get(user=ana.id, include_labels=True))["profile"]
    assert labelled["fields"][TEAM_FIELD]["label"] == "Team"
    assert "fields" not in (await web.users_info(user=ana.id))["user"]["profile"]
    assert (await web.users_profile_get())["profile"]["fields"] == []
    assert (await refusal(web.users_profile_get(user="U0")))["error"] == "user_not_found"
    assert (await refusal(web.team_profile_get(visibility="some")))["error"] == "invalid_arguments"


async def test_user_groups_tell_who_is_in_them_on_demand(slack: Sandbox, web: AsyncWebClient) -> None:
    slack.workspace.groups = {"platform": [slack.person("ben").id], "admins": []}
    plain, admins = (await web.usergroups_list())["usergroups"]
    assert (plain["handle"], plain["name"], plain["auto_type"]) == ("platform", "Platform", None)
    assert "users" not in plain
    assert admins["auto_type"] == "admin"
    told = (await web.usergroups_list(include_users=True, include_count=True))["usergroups"][0]
    assert (told["users"], told["user_count"]) == ([slack.person("ben").id], 1)


async def test_each_needs_its_own_permission(slack: Sandbox, web: AsyncWebClient) -> None:
    slack.manifest = replace(slack.manifest, scopes=("users:read",))
    assert (await refusal(web.team_profile_get()))["needed"] == "users.profile:read"
    assert (await refusal(web.users_profile_get(user="U0")))["needed"] == "users.profile:read"
    assert (await refusal(web.usergroups_list()))["needed"] == "usergroups:read"
