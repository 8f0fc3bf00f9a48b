"""The directory follows Slack, page by page, and never asks twice about someone."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from handlers.core.channels import Channels
from handlers.workspace.directory import SlackDirectory, profile
from learning.workspace import people
from sandbox import Sandbox
from sandbox.state.fixtures import plain
from storage.engine.database import Database
from tests import MANIFEST


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST, workspace=plain(people=450)) as opened:
        yield opened


@pytest.fixture
def client(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def directory(slack: Sandbox, client: AsyncWebClient, database: Database) -> SlackDirectory:
    return SlackDirectory(slack.workspace.team_id, client, database)


def asked(slack: Sandbox, method: str) -> int:
    return sum(call.method == method for call in slack.calls)


async def test_everyone_is_met_page_by_page(
    slack: Sandbox, directory: SlackDirectory, database: Database
) -> None:
    await directory.sync()
    assert asked(slack, "users.list") == 3
    known = await database.read(people.known, slack.workspace.team_id)
    assert known == frozenset(slack.workspace.users)
    assert directory.knows(slack.person("p450").id)


async def test_slack_may_ask_to_wait_between_pages(slack: Sandbox, directory: SlackDirectory) -> None:
    slack.faults.next("users.list", "ratelimited", retry_after=0)
    await directory.sync()
    assert directory.knows(slack.person("p450").id)


async def test_another_refusal_is_told(slack: Sandbox, directory: SlackDirectory) -> None:
    slack.faults.next("users.list", "fatal:missing_scope")
    with pytest.raises(Exception, match="missing_scope"):
        await directory.sync()


async def test_people_of_another_workspace_are_not_kept(
    directory: SlackDirectory, database: Database
) -> None:
    ours = directory._workspace_id
    theirs = {"id": "U0THEIRS", "name": "theirs", "team_id": "T0THEIRS"}
    assert not directory.is_ours(theirs)
    assert not directory.is_ours({"id": "U0", "team_id": ours, "is_stranger": True})
    assert directory.is_ours({**theirs, "enterprise_user": {"teams": ["T0OTHER", ours]}})
    await directory.meet([theirs])
    assert not directory.knows("U0THEIRS")
    assert await database.read(people.known, ours) == frozenset()


async def test_the_language_of_each_is_known(
    slack: Sandbox, directory: SlackDirectory, database: Database
) -> None:
    p7 = slack.person("p7")
    p7.user.locale = "pt-PT"
    await directory.look(p7.id)
    assert (await database.read(people.get, slack.workspace.team_id, p7.id)).locale == "pt-PT"
    await directory.sync()
    assert (await database.read(people.get, slack.workspace.team_id, slack.person("p8").id)).locale == "en-GB"


async def test_someone_new_is_looked_up_once(slack: Sandbox, directory: SlackDirectory) -> None:
    for _ in range(2):
        await directory.look(slack.person("p7").id)
    assert asked(slack, "users.info") == 1
    await directory.meet([])


@pytest.mark.parametrize(
    ("user", "name", "zone"),
    [
        (
            {"id": "U1", "name": "ana", "tz": "Europe/Lisbon", "profile": {"display_name": "Ana"}},
            "Ana",
            "Europe/Lisbon",
        ),
        ({"id": "U1", "name": "ana", "profile": {"display_name": "", "real_name": "Ana F"}}, "Ana F", "UTC"),
        ({"id": "U1", "real_name": "Ana F"}, "Ana F", "UTC"),
        ({"id": "U1", "name": "ana", "tz": None}, "ana", "UTC"),
        ({"id": "U1"}, "U1", "UTC"),
    ],
)
def test_a_profile_has_a_name_and_a_zone(user: dict[str, Any], name: str, zone: str) -> None:
    met = profile(user)
    assert (met.name, met.zone) == (name, zone)


def test_guests_bots_admins_and_leavers_are_told_apart() -> None:
    assert profile({"id": "U1", "is_ultra_restricted": True}).is_guest
    assert profile({"id": "USLACKBOT"}).is_bot
    assert profile({"id": "U1", "is_owner": True}).slack_admin
    assert profile({"id": "U1", "deleted": True}).is_gone


async def test_a_channel_is_asked_about_once_until_it_changes(
    slack: Sandbox, client: AsyncWebClient, database: Database
) -> None:
    rooms = Channels(slack.workspace.team_id, client, database, MovableClock())
    channel = slack.workspace.channel("#c1").id
    for _ in range(2):
        room = await rooms.look(channel)
        assert (room.name, room.is_private, room.bot_is_in) == ("c1", False, True)
    assert asked(slack, "conversations.info") == 1
    await rooms.ask(channel)
    assert asked(slack, "conversations.info") == 2
    again = Channels(slack.workspace.team_id, client, database, MovableClock())
    assert (await again.look(channel)).name == "c1"
    assert asked(slack, "conversations.info") == 2


async def test_a_channel_slack_does_not_show_is_one_without_the_bot(
    slack: Sandbox, client: AsyncWebClient, database: Database
) -> None:
    rooms = Channels(slack.workspace.team_id, client, database, MovableClock())
    assert not (await rooms.look("C0NOTTHERE")).bot_is_in
    slack.faults.next("conversations.info", "fatal:internal_error")
    with pytest.raises(Exception, match="internal_error"):
        await rooms.look(slack.workspace.channel("#c1").id)
