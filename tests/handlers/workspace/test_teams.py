"""Teams come from where the admins said: profiles, user groups, or a CSV that Slack does not overwrite."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.workspace.directory import SlackDirectory
from handlers.workspace.teams import SlackTeams
from learning.core.errors import LearningError
from learning.workspace import people, settings
from learning.workspace import teams as facts
from learning.workspace.settings import TEAM_FIELD, TEAM_GROUPS, TEAM_SOURCE, Settings
from sandbox import Sandbox
from storage.engine.database import Database
from tests import MANIFEST


@pytest.fixture
async def slack(database: Database) -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as opened:
        client = AsyncWebClient(opened.bot_token, base_url=opened.api_url)
        await SlackDirectory(opened.workspace.team_id, client, database).sync()
        yield opened


@pytest.fixture
def teams(slack: Sandbox, database: Database) -> SlackTeams:
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    return SlackTeams(slack.workspace.team_id, client, database)


async def choose(slack: Sandbox, database: Database, **values: Any) -> None:
    await database.run(settings.put, slack.workspace.team_id, values)


async def team(slack: Sandbox, database: Database, name: str) -> str:
    return (await database.read(people.get, slack.workspace.team_id, slack.person(name).id)).team


async def test_a_profile_field_tells_the_team(slack: Sandbox, database: Database, teams: SlackTeams) -> None:
    await choose(slack, database, team_source="profile", team_field="team")
    slack.faults.next("users.profile.get", "ratelimited", retry_after=0)
    await teams.follow()
    assert await team(slack, database, "ana") == slack.person("ana").user.team
    # Nobody asks about those who left, and apps.
    asked = {call.args["user"] for call in slack.calls if call.method == "users.profile.get" and call.args}
    assert asked.isdisjoint({slack.person("noor").id, slack.workspace.bot.id})
    await slack.person("ana").changes(team="  Research \n & more ")
    await teams.follow()
    assert await team(slack, database, "ana") == "Research & more"
    assert await teams._in_profile("U0NOBODY", "X") == ""


async def test_user_groups_tell_the_team(slack: Sandbox, database: Database, teams: SlackTeams) -> None:
    ana, ben, hugo = (slack.person(name).id for name in ("ana", "ben", "hugo"))
    slack.workspace.groups = {"all-engineering": [ana, ben, hugo], "platform": [ana, ben], "admins": [ana]}
    await choose(slack, database, team_source="groups", team_groups=[])
    await teams.follow()
    found = [await team(slack, database, name) for name in ("ana", "ben", "hugo", "kate")]
    assert found == ["Platform", "Platform", "All engineering", ""]
    await choose(slack, database, team_groups=["all-engineering", "gone"])
    await teams.follow()
    assert [await team(slack, database, name) for name in ("ana", "kate")] == ["All engineering", ""]


async def test_a_csvs_teams_are_left_alone(slack: Sandbox, database: Database, teams: SlackTeams) -> None:
    await database.run(facts.put, slack.workspace.team_id, {slack.person("ana").id: "Research"})
    await teams.follow()
    assert await team(slack, database, "ana") == "Research"


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        (
            Settings({TEAM_SOURCE: "profile", TEAM_FIELD: "House"}),
            "team_field",
            "No profile field is called “House”. There are: Team.",
        ),
        (
            Settings({TEAM_SOURCE: "groups", TEAM_GROUPS: ("platform", "sales")}),
            "team_groups",
            "There is no user group @sales.",
        ),
    ],
)
async def test_what_is_not_there_is_told_at_its_field(
    slack: Sandbox, teams: SlackTeams, wanted: Settings, field: str, sentence: str
) -> None:
    slack.workspace.groups = {"platform": []}
    with pytest.raises(LearningError) as refused:
        await teams.check(wanted)
    assert (refused.value.field, refused.value.sentence) == (field, sentence)
    await teams.check(Settings({TEAM_SOURCE: "profile", TEAM_FIELD: "TEAM"}))
    await teams.check(Settings({TEAM_SOURCE: "groups", TEAM_GROUPS: ("platform",)}))
    await teams.check(Settings())


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("plan_upgrade_required", "Slack has user groups in its paid plans only."),
        ("missing_scope", "Slack doesn't let me see that yet."),
    ],
)
async def test_a_workspace_without_user_groups_is_told_so(
    slack: Sandbox, teams: SlackTeams, fault: str, sentence: str
) -> None:
    slack.faults.next("usergroups.list", f"fatal:{fault}")
    with pytest.raises(LearningError) as refused:
        await teams.check(Settings({TEAM_SOURCE: "groups"}))
    assert refused.value.field == "team_source"
    assert refused.value.sentence.startswith(sentence)


async def test_trouble_of_another_kind_is_no_ones_fault(slack: Sandbox, teams: SlackTeams) -> None:
    slack.faults.next("usergroups.list", "fatal:internal_error")
    with pytest.raises(SlackApiError, match="internal_error"):
        await teams.check(Settings({TEAM_SOURCE: "groups"}))
    slack.faults.next("users.profile.get", "fatal:internal_error")
    with pytest.raises(SlackApiError, match="internal_error"):
        await teams._in_profile(slack.person("ana").id, "X")
