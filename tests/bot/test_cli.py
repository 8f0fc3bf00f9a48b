"""The command line: each command does its one thing, and what goes wrong is a sentence and a status."""

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import cli, features, service
from bot.commands import doctor
from bot.commands.doctor import Finding
from bot.settings import Settings, SettingsError
from storage import discovery

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


class Terminal:
    """A person's terminal, in a folder with nothing in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def types(self, *words: str) -> tuple[int, str, str]:
        """The status, what was printed, and what was complained of."""
        self._monkeypatch.setattr(sys, "argv", ["teachback", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed, complained = self._capsys.readouterr()
        return int(ended.value.code or 0), printed, complained


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def env_file(terminal: Terminal, tmp_path: Path) -> Path:
    """The settings of a bot, beside the person's terminal."""
    path = tmp_path / ".env"
    path.write_text("SLACK_BOT_TOKEN=xoxb-1-hush\nSLACK_APP_TOKEN=xapp-1-hush\n")
    return path


@pytest.mark.parametrize("command", ["run", "migrate", "doctor"])
def test_without_settings_each_command_says_which_and_where_to_find_them(
    terminal: Terminal, command: str
) -> None:
    status, printed, complained = terminal.types(command)
    assert (status, printed) == (2, "")
    assert complained.startswith("SLACK_BOT_TOKEN is not set. Find it in your app's page")
    assert "Traceback" not in complained


def test_help_names_the_commands_and_needs_nothing_heavy() -> None:
    code = "import sys\nfrom bot.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    helped = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert all(command in helped.stdout for command in ("run", "demo", "migrate", "doctor", "import"))
    modules = helped.stdout.splitlines()[-1].split()
    assert not {"slack_bolt", "sqlalchemy", "aiohttp", "alembic"} & set(modules)


def test_running_runs_the_service_until_it_ends(
    terminal: Terminal, env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Settings] = []

    async def run_forever(self: service.Service) -> None:
        ran.append(self._settings)

    monkeypatch.setattr(service.Service, "run_forever", run_forever)
    assert terminal.types("run") == (0, "", "")
    assert ran == [Settings.load(env_file)]


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (
            SettingsError("Slack does not accept SLACK_BOT_TOKEN."),
            2,
            "Slack does not accept SLACK_BOT_TOKEN.",
        ),
        (service.CannotStart("Slack cannot be reached."), 1, "Slack cannot be reached."),
    ],
)
def test_a_bot_that_cannot_start_says_why(
    terminal: Terminal,
    env_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    sentence: str,
) -> None:
    async def run_forever(_: object) -> None:
        raise error

    monkeypatch.setattr(service.Service, "run_forever", run_forever)
    assert terminal.types("run") == (status, "", f"{sentence}\n")


def test_a_bug_that_ends_the_bot_is_in_the_log_without_its_secrets(
    terminal: Terminal, env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run_forever(_: object) -> None:
        raise RuntimeError("a bug with xoxb-1-hush")

    monkeypatch.setattr(service.Service, "run_forever", run_forever)
    status, _, complained = terminal.types("run")
    assert status == 1
    assert "Teachback stopped because of an error that it did not expect." in complained
    assert complained.endswith("RuntimeError: a bug with (redacted)\n")


def test_migrating_says_where_the_database_is_now(terminal: Terminal, env_file: Path) -> None:
    from storage.migrate import head

    assert terminal.types("migrate") == (0, f"The database is at revision {head()}.\n", "")


def test_a_database_that_cannot_be_reached_is_a_sentence(terminal: Terminal, env_file: Path) -> None:
    with env_file.open("a") as more:
        more.write("DATABASE_URL=postgresql://ada:hush@127.0.0.1:1/teachback\n")
    status, printed, complained = terminal.types("migrate")
    assert (status, printed) == (1, "")
    assert complained.startswith("That did not work (OperationalError): ")
    assert complained.count("\n") == 1
    assert "hush" not in complained
    assert "Traceback" not in complained


@pytest.mark.parametrize("command", ["run", "demo", "doctor", "doctor --features"])
def test_what_cannot_be_plugged_in_stops_the_start_with_a_sentence(
    terminal: Terminal, env_file: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def tips() -> object:
        return discovery.unique("tips", [("circles", "tip", 1), ("lunches", "tip", 2)])

    monkeypatch.setattr(features, "REGISTRIES", (tips,))
    complaint = "There are two tips called 'tip': in circles and in lunches.\n"
    assert terminal.types(*command.split()) == (2, "", complaint)


def test_the_doctor_prints_what_is_plugged_in_and_needs_no_settings(terminal: Terminal) -> None:
    status, printed, complained = terminal.types("doctor", "--features")
    assert (status, complained) == (0, "")
    assert printed.splitlines() == list(features.table())


@pytest.mark.parametrize(("mark", "status"), [("✓", 0), ("!", 0), ("✗", 1)])
def test_the_doctor_prints_each_finding_and_ends_by_the_worst(
    terminal: Terminal, env_file: Path, monkeypatch: pytest.MonkeyPatch, mark: Any, status: int
) -> None:
    async def examine(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
        assert now.tzinfo
        yield Finding(mark, "The first thing.", "Mend it.")
        yield Finding("✓", "The second thing.")

    monkeypatch.setattr(doctor, "examine", examine)
    assert terminal.types("doctor") == (
        status,
        f"{mark} The first thing.\n  Mend it.\n✓ The second thing.\n",
        "",
    )


def test_the_demo_is_asked_to_start_over(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    async def run_demo(tell: Any, **how: Any) -> None:
        asked.append(how)

    demo = ModuleType("bot.demo.run")
    demo.run_demo = run_demo  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.demo.run", demo)
    assert terminal.types("demo", "--reset", "--port", "8090")[0] == 0
    assert asked == [{"reset": True, "port": 8090}]


def test_a_flag_is_told_as_one(terminal: Terminal) -> None:
    status, printed, _ = terminal.types("demo", "--help")
    assert status == 0
    assert "--reset       Start over" in printed
