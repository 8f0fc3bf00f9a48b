"""The doctor: everything that can be missing is found, and each finding says what to do."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.orm import Session

from bot.commands.doctor import MANIFEST, REINSTALL, Finding, _clock, examine
from bot.settings import A_CHANNEL, WHERE, Settings
from learning.workspace import people, settings
from learning.workspace.people import Profile
from sandbox import Sandbox
from storage.engine.database import Database


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as slack:
        yield slack


@pytest.fixture
def given(slack: Sandbox, sqlite_url: str) -> dict[str, Any]:
    """Settings with which nothing is wrong."""
    return {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_url,
        "database_url": sqlite_url,
    }


async def findings(given: dict[str, Any], *, ahead: timedelta = timedelta()) -> list[Finding]:
    return [each async for each in examine(Settings.given(**given), datetime.now(UTC) + ahead)]


async def unwell(given: dict[str, Any], *, ahead: timedelta = timedelta()) -> list[Finding]:
    return [each for each in await findings(given, ahead=ahead) if each.mark != "✓"]


async def test_a_bot_that_lacks_nothing_is_told_so(slack: Sandbox, given: dict[str, Any]) -> None:
    channel = slack.workspace.channel("#learning")
    assert "\n".join(map(str, await findings(given | {"questions_channel": channel.id}))) == (
        "✓ SLACK_BOT_TOKEN: the bot is teachback in Halden & Moss.\n"
        "✓ The app has the permissions it needs and no other.\n"
        "✓ This machine's clock agrees with Slack's.\n"
        "✓ SLACK_APP_TOKEN: Socket Mode is on.\n"
        "✓ QUESTIONS_CHANNEL: the bot is in #learning.\n"
        "✓ The database answers and is up to date."
    )


async def test_signed_http_is_told_where_slack_must_come_in(given: dict[str, Any]) -> None:
    found = await findings(given | {"slack_app_token": None, "slack_signing_secret": "abc"})
    assert found[3] == Finding(
        "✓",
        "SLACK_SIGNING_SECRET is set; Slack tries it when you save the Request URL.",
        "That address must lead to 127.0.0.1:3000/slack/events, by HTTPS.",
    )


async def test_a_refused_bot_token_still_lets_the_database_be_looked_at(given: dict[str, Any]) -> None:
    assert await findings(given | {"slack_bot_token": "xoxb-wrong"}) == [
        Finding("✗", "Slack refuses SLACK_BOT_TOKEN (invalid_auth).", WHERE["SLACK_BOT_TOKEN"]),
        Finding("✓", "The database answers and is up to date."),
    ]


async def test_a_refused_app_token(given: dict[str, Any]) -> None:
    assert await unwell(given | {"slack_app_token": "xapp-wrong"}) == [
        Finding("✗", "Slack refuses SLACK_APP_TOKEN (invalid_auth).", WHERE["SLACK_APP_TOKEN"])
    ]


async def test_a_slack_out_of_reach(given: dict[str, Any]) -> None:
    assert await unwell(given | {"slack_api_url": "http://127.0.0.1:1/api/"}) == [
        Finding(
            "✗",
            "Slack cannot be reached at http://127.0.0.1:1/api/ (ClientConnectorError).",
            "Look at this machine's network, name service and proxy (HTTPS_PROXY).",
        )
    ]


async def test_permissions_that_were_not_granted(slack: Sandbox, given: dict[str, Any]) -> None:
    granted = slack.scopes_header.split(",")
    slack.scopes_header = ",".join(each for each in granted if each not in ("commands", "chat:write"))
    assert await unwell(given) == [
        Finding("✗", "The app lacks permissions: chat:write, commands.", REINSTALL)
    ]


async def test_permissions_that_nobody_needs(slack: Sandbox, given: dict[str, Any]) -> None:
    slack.scopes_header += ",admin"
    assert await unwell(given) == [
        Finding("!", "The app has permissions it does not need: admin.", REINSTALL)
    ]


NTP = "Let the clock be set by NTP (timedatectl set-ntp true)."


async def test_a_clock_that_is_wrong_is_worth_a_look(given: dict[str, Any]) -> None:
    (found,) = await unwell(given, ahead=timedelta(minutes=10))
    assert (found.mark, found.remedy) == ("!", NTP)
    assert found.what.startswith("This machine's clock is ")


async def test_a_clock_that_is_wrong_by_minutes_stops_signed_http(given: dict[str, Any]) -> None:
    signed = given | {"slack_app_token": None, "slack_signing_secret": "abc"}
    (found,) = await unwell(signed, ahead=timedelta(minutes=-10))
    assert (found.mark, found.remedy) == ("✗", NTP)
    assert found.what.endswith("Signed requests more than five minutes old are refused.")


def test_a_proxy_that_keeps_the_time_to_itself_is_no_fault() -> None:
    who = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data={"ok": True}, headers={}, status_code=200
    )
    settings = Settings.given(slack_bot_token="xoxb-1", slack_app_token="xapp-1")
    assert _clock(who, datetime.now(UTC), settings) == Finding(
        "!", "Slack's answer bore no time, so this machine's clock was not compared."
    )


async def test_a_questions_channel_that_cannot_be_seen(given: dict[str, Any]) -> None:
    assert await unwell(given | {"questions_channel": "C0NOWHERE"}) == [
        Finding(
            "✗",
            "QUESTIONS_CHANNEL C0NOWHERE is not to be seen (channel_not_found).",
            f"{A_CHANNEL} Invite the bot to it.",
        )
    ]


async def test_a_questions_channel_without_the_bot(slack: Sandbox, given: dict[str, Any]) -> None:
    channel = slack.workspace.channel("#random")
    assert slack.workspace.bot.id not in channel.members
    assert await unwell(given | {"questions_channel": channel.id}) == [
        Finding("✗", "The bot is not in QUESTIONS_CHANNEL #random.", "Say /invite @Teachback in #random.")
    ]


async def test_a_questions_channel_that_was_archived(slack: Sandbox, given: dict[str, Any]) -> None:
    channel = slack.workspace.channel("#learning")
    await slack.person("chiara").archives(channel)
    assert await unwell(given | {"questions_channel": channel.id}) == [
        Finding("✗", "QUESTIONS_CHANNEL #learning is archived.", "Choose another channel.")
    ]


async def test_what_was_chosen_in_slack_is_looked_at_too(
    slack: Sandbox, given: dict[str, Any], sqlite_url: str
) -> None:
    def choose(session: Session) -> None:
        channels = {name: slack.workspace.channel(f"#{name}").id for name in ("random", "learning")}
        team = slack.workspace.team_id
        settings.put(
            session,
            team,
            {"questions_channel": None, "kudos_channel": channels["random"], "zone": "America/New_York"},
        )
        settings.put(session, team, {"facilitators_channel": channels["learning"]}, source="environment")
        people.meet(session, team, [Profile("U1", "Ana", slack_admin=True), Profile("U2", "Ben")])
        people.appoint(session, team, facilitators=["U2"])

    database = Database.open(sqlite_url)
    await database.run(choose)
    await database.close()
    named = {
        "questions_channel": "C0NOWHERE",  # which an admin took back
        "facilitators_channel": slack.workspace.channel("#learning").id,
    }
    assert list(map(str, await findings(given | named)))[4:] == [
        "✓ FACILITATORS_CHANNEL: the bot is in #learning.",
        "✗ The bot is not in Kudos (settings) #random.\n  Say /invite @Teachback in #random.",
        "✓ The database answers and is up to date.",
        "✓ Admins: 1, and other facilitators: 1.",
        "✓ The weekly posts go by the clocks of America/New York, chosen in the settings.",
    ]


async def test_a_workspace_without_admins_is_worth_a_look(
    slack: Sandbox, given: dict[str, Any], sqlite_url: str
) -> None:
    database = Database.open(sqlite_url)
    await database.run(people.meet, slack.workspace.team_id, [Profile("U1", "Ana")])
    await database.close()
    assert await unwell(given) == [
        Finding("!", "Nobody is an admin.", "Name one in TEACHBACK_ADMINS, and start the bot again.")
    ]


async def test_a_permission_for_addresses_is_welcome(slack: Sandbox, given: dict[str, Any]) -> None:
    slack.scopes_header += ",users:read.email"
    assert await unwell(given) == []


async def test_a_database_that_is_new_is_no_fault(given: dict[str, Any], tmp_path: Path) -> None:
    assert await unwell(given | {"database_url": f"sqlite:///{tmp_path}/new.db"}) == [
        Finding(
            "!",
            "The database answers and has migrations to come.",
            "They run at the next start, or: teachback migrate",
        )
    ]


async def test_a_database_out_of_reach_is_told_without_its_password(given: dict[str, Any]) -> None:
    (found,) = await unwell(given | {"database_url": "postgresql://ada:hush@127.0.0.1:1/teachback"})
    assert (found.mark, found.remedy) == ("✗", "Is it running, and may the bot log in?")
    assert found.what.startswith("DATABASE_URL: connection failed")
    assert "hush" not in found.what
