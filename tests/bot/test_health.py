"""Health: /healthz says in plain words what keeps the bot from working; /livez only that it turns."""

import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.wires import http
from bot.wires.http import Health, Listener


@pytest.fixture
async def health() -> Health:
    return Health()


@pytest.fixture
async def visitor(health: Health) -> AsyncIterator[aiohttp.ClientSession]:
    """Someone who asks the bot for its health."""
    listener = Listener(health, "127.0.0.1", 0)
    await listener.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{listener.port}") as session:
        yield session
    await listener.stop()


async def asks(visitor: aiohttp.ClientSession, path: str) -> tuple[int, object]:
    async with visitor.get(path) as answer:
        return answer.status, await answer.json()


async def test_a_bot_without_worries_is_ready(health: Health, visitor: aiohttp.ClientSession) -> None:
    health.watch("slack", lambda: None)
    assert await asks(visitor, "/healthz") == (200, {"live": True, "ready": True})


async def test_figures_are_told_once_they_are_known(health: Health, visitor: aiohttp.ClientSession) -> None:
    health.measure("slack_ping_seconds", lambda: 0.04126)
    health.measure("not_known_yet", lambda: None)
    assert await asks(visitor, "/healthz") == (
        200,
        {"live": True, "ready": True, "slack_ping_seconds": 0.0413},
    )


async def test_what_keeps_it_from_working_is_said_in_words(
    health: Health, visitor: aiohttp.ClientSession
) -> None:
    async def database() -> str | None:
        return "the database does not answer"

    health.watch("slack", lambda: "Slack has been silent for 9 s.")
    health.watch("database", database)
    health.watch("scheduler", lambda: None)
    assert await asks(visitor, "/healthz") == (
        503,
        {
            "live": True,
            "ready": False,
            "reasons": {
                "slack": "Slack has been silent for 9 s.",
                "database": "the database does not answer",
            },
        },
    )


@pytest.mark.parametrize("path", ["/livez", "/healthz?live"])
async def test_it_lives_although_it_is_not_ready(
    path: str, health: Health, visitor: aiohttp.ClientSession
) -> None:
    health.watch("slack", lambda: "Slack has been silent for 9 s.")
    assert await asks(visitor, path) == (200, {"live": True})


async def test_a_check_that_hangs_is_a_reason(
    health: Health, visitor: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang() -> str | None:
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(http, "CHECK_SECONDS", 0.01)
    health.watch("database", hang)
    status, report = await asks(visitor, "/healthz")
    assert status == 503
    assert report == {
        "live": True,
        "ready": False,
        "reasons": {"database": "There was no answer within 0.01 s."},
    }


async def test_a_check_that_breaks_is_a_reason_and_is_logged(
    health: Health, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str | None:
        raise RuntimeError("a bug")

    health.watch("outbox", broken)
    with caplog.at_level(logging.ERROR):
        assert await health.reasons() == {"outbox": "The check failed (RuntimeError): see the log."}
    assert "a bug" in caplog.text


async def test_without_an_app_no_one_may_speak_as_slack(visitor: aiohttp.ClientSession) -> None:
    async with visitor.post("/slack/events", data="{}") as answer:
        assert answer.status == 404


async def test_stopping_what_never_started_is_no_matter(health: Health) -> None:
    await Listener(health, "127.0.0.1", 0).stop()
