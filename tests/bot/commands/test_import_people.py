"""`teachback import people`: a file meets who is in Slack now; it is taken whole, or nothing of it."""

import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.commands import import_people
from bot.settings import Settings
from learning.core.errors import LearningError
from learning.workspace import people
from sandbox import Sandbox
from sandbox.state.fixtures import plain
from storage.engine.database import Database
from tests import MANIFEST


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as opened:
        yield opened


def settings(slack: Sandbox, url: str) -> Settings:
    return Settings.given(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=url,
    )


async def team(slack: Sandbox, url: str, name: str) -> str:
    database = Database.open(url)
    try:
        return (await database.read(people.get, slack.workspace.team_id, slack.person(name).id)).team
    finally:
        await database.close()


async def bring(slack: Sandbox, url: str, tmp_path: Path, text: str) -> list[str]:
    told: list[str] = []
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    await import_people.bring_in(settings(slack, url), path, told.append)
    return told


async def test_teams_and_roles_come_from_a_file(slack: Sandbox, database_url: str, tmp_path: Path) -> None:
    ana, noor, grace = (slack.person(name).id for name in ("ana", "noor", "grace"))
    text = f"userid,name,team,role\n{ana},Ana,Research,facilitator\n{noor},,Data,\n{grace},,,member\n"
    everyone = len(slack.workspace.users)
    assert await bring(slack, database_url, tmp_path, text) == [
        "people.csv: 3 people.",
        "Columns that are not used: name.",
        f"Slack has told of {everyone} accounts.",
        "3 of 3 done.",
        "Changed the team of 1 person and the role of 1 person. 1 person left the company and stayed as they "
        "were. 1 person keeps a higher role, which Slack or the configuration gives them.",
    ]
    assert await team(slack, database_url, "ana") == "Research"
    again = await bring(slack, database_url, tmp_path, text)
    assert again[-1].startswith("Changed the team of 0 people and the role of 0 people.")


async def test_a_bad_file_is_refused_whole(slack: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(LearningError, match=r"Line 3: nobody here is U0NOBODY\."):
        await bring(
            slack, sqlite_url, tmp_path, f"id,team\n{slack.person('ana').id},Research\nU0NOBODY,Research\n"
        )
    assert await team(slack, sqlite_url, "ana") == ""


async def test_addresses_are_compared_where_slack_shows_them(
    slack: Sandbox, sqlite_url: str, tmp_path: Path
) -> None:
    ana = slack.person("ana").user
    text = f"email;team\n{ana.email.upper()};Research\n"
    with pytest.raises(LearningError, match=r"users:read\.email"):
        await bring(slack, sqlite_url, tmp_path, text)
    slack.manifest = replace(slack.manifest, scopes=(*slack.manifest.scopes, "users:read.email"))
    await bring(slack, sqlite_url, tmp_path, text)
    assert await team(slack, sqlite_url, "ana") == "Research"


async def test_the_address_of_someone_who_left_may_be_somebody_elses(
    slack: Sandbox, sqlite_url: str, tmp_path: Path
) -> None:
    slack.manifest = replace(slack.manifest, scopes=(*slack.manifest.scopes, "users:read.email"))
    slack.person("noor").user.email = slack.person("ana").user.email
    await bring(slack, sqlite_url, tmp_path, f"email,team\n{slack.person('ana').user.email},Research\n")
    assert (await team(slack, sqlite_url, "ana"), await team(slack, sqlite_url, "noor")) == ("Research", "")


async def test_many_people_are_read_page_by_page(sqlite_url: str, tmp_path: Path) -> None:
    async with Sandbox(MANIFEST, workspace=plain(people=450)) as slack:
        lines = "".join(f"{slack.person(f'p{number}').id},T{number % 7}\n" for number in range(1, 451))
        told = await bring(slack, sqlite_url, tmp_path, f"id,team\n{lines}")
    assert [line for line in told if line.startswith("Slack has")] == [
        f"Slack has told of {number} accounts." for number in (200, 400, 451)
    ]
    assert told[-1] == "Changed the team of 450 people and the role of 0 people."


async def test_slack_may_refuse(slack: Sandbox, sqlite_url: str, tmp_path: Path) -> None:
    slack.faults.next("users.list", "fatal:missing_scope")
    with pytest.raises(LearningError, match=r"Slack refuses to say who is here \(missing_scope\)\."):
        await bring(slack, sqlite_url, tmp_path, f"id,team\n{slack.person('ana').id},Research\n")


@pytest.mark.usefixtures("logging_as_it_was")
def test_the_command_tells_what_was_wrong_and_that_nothing_was_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    values: dict[str, Any] = {"SLACK_BOT_TOKEN": "xoxb-1-hush", "SLACK_APP_TOKEN": "xapp-1-hush"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "people.csv").write_text("id,team\nana,Research\n")
    monkeypatch.setattr(sys, "argv", ["teachback", "import", "people", "people.csv"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    complained = capsys.readouterr().err
    assert complained == "Line 2: “ana” is no member id, like U0123456789.\nNothing was changed.\n"
