"""Logs: plain or JSON lines, in UTC, without a secret in them however it came in."""

import json
import logging

import pytest
from freezegun import freeze_time

from bot import logs

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@freeze_time("2026-03-01 09:30:00")
def test_a_plain_line_has_the_instant_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", "plain")
    logging.getLogger("bot.service").info("Teachback is ready.")
    assert capsys.readouterr().err == (
        "2026-03-01T09:30:00.000+00:00 INFO bot.service: Teachback is ready.\n"
    )


@freeze_time("2026-03-01 09:30:00")
def test_a_json_line_is_one_object_with_the_error_id(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", "json")
    logging.getLogger("bot.errors").error("It failed.\nTwice.", extra={"error_id": "7f3a"})
    assert json.loads(capsys.readouterr().err) == {
        "instant": "2026-03-01T09:30:00.000+00:00",
        "level": "ERROR",
        "logger": "bot.errors",
        "message": "It failed.\nTwice.",
        "error_id": "7f3a",
    }


def test_a_traceback_is_one_field_of_its_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", "json")
    try:
        raise RuntimeError("with xoxb-1-2-abc inside")
    except RuntimeError:
        logging.getLogger("bot").exception("It failed.")
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert json.loads(written)["traceback"].endswith("RuntimeError: with (redacted) inside")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("token xoxb-12-34-AbC9 was refused", "token (redacted) was refused"),
        ("xapp-1-A0-12-ffee", "(redacted)"),
        ("xoxe.xoxp-1-Mi0", "(redacted)"),
        ("postgresql+psycopg://ada:hush@db/teachback", "postgresql+psycopg://(redacted)@db/teachback"),
        (
            "wss://wss.slack.com/link/?ticket=ab-12&app_id=A1",
            "wss://wss.slack.com/link/?ticket=(redacted)&app_id=A1",
        ),
        ("https://hooks.slack.com/commands/T1/2/abc", "https://hooks.slack.com/(redacted)"),
        ("signed with s1gning", "signed with (redacted)"),
        ("at https://slack.com:443/api", "at https://slack.com:443/api"),
    ],
)
def test_whatever_looks_like_a_secret_is_left_out(
    said: str, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up("INFO", "plain", ["s1gning"])
    logging.getLogger("bot").warning("%s", said)
    assert capsys.readouterr().err.partition(": ")[2] == f"{written}\n"


@pytest.mark.parametrize("library", ["slack_sdk.web", "slack_bolt.AsyncApp", "apscheduler.scheduler"])
def test_libraries_are_quiet_unless_someone_debugs(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    def says_at_info() -> str:
        logger = logging.getLogger(library)
        if library.startswith("slack_bolt"):
            logger.level = logging.root.level  # So does Bolt.
        logger.info("called")
        logger.warning("failed")
        return capsys.readouterr().err

    logs.set_up("INFO", "plain")
    assert says_at_info().endswith(f"WARNING {library}: failed\n")
    assert "called" not in says_at_info()
    logs.set_up("DEBUG", "plain")
    assert f"INFO {library}: called\n" in says_at_info()
