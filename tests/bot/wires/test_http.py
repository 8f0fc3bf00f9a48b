"""Signed HTTP: Slack's requests get their answer, and nobody else gets past the signature."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.wires import http
from bot.wires.http import Health, Listener

SECRET = "0123456789abcdef"
COMMAND = urlencode({"command": "/learn", "text": "How?", "team_id": "T1", "user_id": "U1", "token": "x"})
EVENT = json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "team_join", "user": {}}})


class Slack:
    """Slack, as it knocks at the bot's door."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def sends(
        self,
        body: str,
        *,
        kind: str = "application/x-www-form-urlencoded",
        secret: str = SECRET,
        age: int = 0,
    ) -> tuple[int, str]:
        at = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": str(signature),
        }
        async with self._session.post(
            "/slack/events", data=BytesIO(body.encode()), headers=headers
        ) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def app() -> AsyncApp:
    """A small bot that answers /learn with what was asked."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_token="xoxb-1")

    async def learn(ack: AsyncAck, body: dict[str, str]) -> None:
        await ack(f"You asked: {body['text']}")

    app = AsyncApp(
        client=AsyncWebClient("xoxb-1"),
        authorize=authorize,
        signing_secret=SECRET,
        process_before_response=True,
    )
    app.command("/learn")(learn)
    return app


@pytest.fixture
async def listener(app: AsyncApp) -> AsyncIterator[Listener]:
    listener = Listener(Health(), "127.0.0.1", 0, app, drain_seconds=5)
    await listener.start()
    yield listener
    await listener.stop()


@pytest.fixture
async def slack(listener: Listener) -> AsyncIterator[Slack]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{listener.port}") as session:
        yield Slack(session)


async def test_a_signed_command_gets_its_answer(slack: Slack) -> None:
    assert await slack.sends(COMMAND) == (200, "You asked: How?")


async def test_slack_may_check_the_address(slack: Slack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-1"})
    status, answer = await slack.sends(body, kind="application/json")
    assert (status, json.loads(answer)) == (200, {"challenge": "c-1"})


@pytest.mark.parametrize("wrong", [{"secret": "someone else's"}, {"age": 301}])
async def test_nobody_else_gets_past_the_signature(slack: Slack, wrong: dict[str, Any]) -> None:
    status, _ = await slack.sends(COMMAND, **wrong)
    assert status == 401


async def test_an_event_that_could_not_be_written_is_refused_so_that_slack_sends_it_again(
    app: AsyncApp, slack: Slack
) -> None:
    async def fail() -> None:
        raise RuntimeError("the disk is full")

    app.event("team_join")(fail)
    status, _ = await slack.sends(EVENT, kind="application/json")
    assert status == 500


@pytest.mark.parametrize("body", ['{"half":', "[1]", "payload=nonsense", '{"a":' * 100_000])
async def test_what_is_no_request_is_refused_in_peace(
    slack: Slack, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, _ = await slack.sends(body, kind="application/json")
    assert status == 400
    assert caplog.records == []


async def test_a_body_larger_than_slack_would_send_is_refused(slack: Slack) -> None:
    status, _ = await slack.sends("x" * (http.LARGEST_BODY + 1))
    assert status == 413


async def test_a_body_that_never_ends_is_given_up(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "BODY_SECONDS", 0.01)
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhal")
    assert await reader.readline() == b"HTTP/1.1 408 Request Timeout\r\n"
    writer.close()
    await writer.wait_closed()


async def test_stopping_lets_the_request_in_hand_be_answered(
    app: AsyncApp, listener: Listener, slack: Slack
) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()

    async def slow(ack: AsyncAck) -> None:
        began.set()
        await may_end.wait()
        await ack("Done after all.")

    app.command("/slow")(slow)
    asked = asyncio.create_task(slack.sends(COMMAND.replace("learn", "slow")))
    await began.wait()
    stopped = asyncio.create_task(listener.stop())
    await asyncio.sleep(0)
    may_end.set()
    assert await asked == (200, "Done after all.")
    await stopped
    with pytest.raises(aiohttp.ClientConnectorError):
        await slack.sends(COMMAND)
