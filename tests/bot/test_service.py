"""The service: it starts ready, says in a sentence why it cannot, and leaves nothing open when it stops."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.service import CannotStart, Service
from bot.settings import Settings, SettingsError
from bot.wires.socket_mode import SocketMode
from handlers.workspace.directory import SlackDirectory
from sandbox import CommandResult, Sandbox
from scheduling.core.loop import Loop
from storage.engine.database import Busy, Database
from tests import MANIFEST
from tests.bot.office import QUICK, until


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as slack:
        yield slack


@pytest.fixture
def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        port: int = each.getsockname()[1]
        return port


@pytest.fixture
def given(slack: Sandbox, sqlite_url: str) -> dict[str, Any]:
    """Settings with which the bot starts."""
    return {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_url,
        "database_url": sqlite_url,
        "health_port": 0,
    }


def a_bot(given: dict[str, Any]) -> Service:
    return Service(Settings.given(**given), MovableClock())


async def ana_is_answered(slack: Sandbox) -> bool:
    result = await slack.person("ana").types("#learning", "/learn help")
    assert isinstance(result, CommandResult)
    return result.ok


async def test_it_starts_ready_answers_and_stops_with_nothing_left_open(
    slack: Sandbox, given: dict[str, Any], free_port: int
) -> None:
    before = asyncio.all_tasks()
    bot = a_bot(given | {"health_port": free_port})
    await bot.start()
    assert await bot.health.reasons() == {}
    assert await ana_is_answered(slack)
    await until(lambda: bot.health._figures["slack_ping_seconds"]() is not None)
    async with aiohttp.request("GET", f"http://127.0.0.1:{free_port}/healthz") as answer:
        assert answer.status == 200
        assert set(await answer.json()) == {"live", "ready", "slack_ping_seconds"}
    await bot.stop()
    await until(lambda: slack.sockets.count == 0)
    await until(lambda: asyncio.all_tasks() <= before)


async def test_over_signed_http_slack_finds_it_at_its_port(
    slack: Sandbox, given: dict[str, Any], free_port: int
) -> None:
    signed = {"slack_app_token": None, "slack_signing_secret": slack.signing_secret, "port": free_port}
    slack.http_endpoint = f"http://127.0.0.1:{free_port}/slack/events"
    bot = a_bot(given | signed)
    await bot.start()
    assert await slack.delivery.verify_url()
    assert await ana_is_answered(slack)
    async with aiohttp.request("GET", f"http://127.0.0.1:{free_port}/healthz") as answer:
        assert await answer.json() == {"live": True, "ready": True}
    await bot.stop()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "Slack does not accept SLACK_BOT_TOKEN (invalid_auth). Find it"),
        ({"slack_app_token": "xapp-wrong"}, "Slack does not accept SLACK_APP_TOKEN (invalid_auth). Make one"),
        ({"database_url": "postgresql://ada:hush@db:port/x"}, "DATABASE_URL is not a database's address."),
    ],
)
async def test_a_setting_that_is_wrong_is_told_as_a_setting(
    slack: Sandbox, given: dict[str, Any], wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SettingsError) as why:
        await a_bot(given | wrong).start()
    assert str(why.value).startswith(sentence)
    assert slack.sockets.count == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"slack_api_url": "http://127.0.0.1:1/"}, "Slack cannot be reached (ClientConnectorError)."),
        (
            {"database_url": "postgresql://ada:hush@127.0.0.1:1/teachback"},
            "The database cannot be used: connection failed",
        ),
        ({"database_url": "sqlite:////proc/nowhere/teachback.db"}, "The database cannot be used: "),
    ],
)
async def test_what_is_out_of_reach_is_told_without_secrets(
    given: dict[str, Any], wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CannotStart) as why:
        await a_bot(given | wrong).start()
    assert str(why.value).startswith(sentence)
    assert "hush" not in str(why.value)


async def test_a_slack_that_is_ill_is_no_wrong_setting(slack: Sandbox, given: dict[str, Any]) -> None:
    slack.faults.next("auth.test", "server_error")
    with pytest.raises(CannotStart, match=r"Slack does not say who the bot is \(HTTP 503\)\."):
        await a_bot(given).start()


async def test_a_slack_that_opens_no_connection_is_no_wrong_setting(
    slack: Sandbox, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.SocketMode", partial(SocketMode, waits=QUICK))
    slack.limits.connections = 0
    with pytest.raises(CannotStart, match="more than ten connections"):
        await a_bot(given).start()


async def test_a_database_that_takes_nothing_is_told(
    given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise Busy("another writer held the database")

    monkeypatch.setattr(Database, "run", busy)
    with pytest.raises(CannotStart, match="cannot be written to: another writer held the database"):
        await a_bot(given).start()


@pytest.mark.parametrize("variable", ["PORT", "HEALTH_PORT"])
async def test_a_port_in_use_is_told_with_the_variable_to_change(
    given: dict[str, Any], variable: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        changes: dict[str, Any] = {variable.lower(): port}
        if variable == "PORT":
            changes |= {"slack_app_token": None, "slack_signing_secret": "abc"}
        with pytest.raises(CannotStart) as why:
            await a_bot(given | changes).start()
    assert str(why.value).startswith(f"Nothing can listen at 127.0.0.1:{port} (")
    assert str(why.value).endswith(f"): set {variable} to another port.")


async def test_a_directory_that_cannot_be_read_does_not_keep_it_from_working(
    slack: Sandbox, given: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.next("users.list", "fatal:missing_scope")
    bot = a_bot(given)
    await bot.start()
    await until(lambda: "The workspace's people could not be read" in caplog.text)
    assert await ana_is_answered(slack)
    await bot.stop()


async def test_people_are_read_once_more_where_the_database_had_no_turn(
    slack: Sandbox, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[str] = []
    sync = SlackDirectory.sync

    async def busy_at_first(self: SlackDirectory) -> None:
        tries.append("sync")
        if len(tries) == 1:
            raise Busy("waited too long for its turn")
        await sync(self)

    monkeypatch.setattr(SlackDirectory, "sync", busy_at_first)
    bot = a_bot(given)
    await bot.start()
    await asyncio.gather(*bot.tasks)
    assert tries == ["sync", "sync"]
    assert "could not be read" not in caplog.text
    await bot.stop()


async def test_a_part_that_does_not_close_leaves_the_others_closed(
    slack: Sandbox, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    bot = a_bot(given)
    await bot.start()
    monkeypatch.setattr(Loop, "stop", fail)
    real_worker = [task for task in asyncio.all_tasks() if task.get_name() == "outbox"]
    await bot.stop()
    assert "Closing the outbox did not end well." in caplog.text
    await until(lambda: slack.sockets.count == 0)
    for task in real_worker:
        task.cancel()


# Signals


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_when_the_system_asks(
    slack: Sandbox, given: dict[str, Any], sent: signal.Signals
) -> None:
    running = asyncio.create_task(a_bot(given).run_forever())
    await slack.until(lambda: slack.sockets.count == 1)
    os.kill(os.getpid(), sent)
    await running
    assert slack.sockets.count == 0


async def test_it_stops_while_it_still_starts(slack: Sandbox, given: dict[str, Any]) -> None:
    slack.faults.next("auth.test", "timeout_before")
    running = asyncio.create_task(a_bot(given).run_forever())
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    await running
    assert slack.sockets.opened == 0


async def test_it_ends_by_itself_when_it_cannot_start(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        await a_bot(given | {"slack_bot_token": "xoxb-wrong"}).run_forever()


@pytest.mark.slow
async def test_a_real_process_is_ready_soon_and_ends_when_asked(
    slack: Sandbox, tmp_path: Path, free_port: int
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/teachback.db",
        "HEALTH_PORT": str(free_port),
    }
    code = "from bot.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, "run", env=environment, cwd=tmp_path, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    log = b""
    # It hears Slack a moment before it is ready, and whoever is asked to end before that never is.
    async with asyncio.timeout(15):
        while b"Teachback is ready after" not in log:
            log += (line := await process.stderr.readline())
            assert line, log.decode()
    assert await ana_is_answered(slack)
    process.terminate()
    log += (await process.communicate())[1]
    assert process.returncode == 0
    assert b"Traceback" not in log, log.decode()
    await slack.until(lambda: slack.sockets.count == 0)
