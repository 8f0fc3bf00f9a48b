"""Delivery by signed HTTP instead of Socket Mode."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import Clock, SignatureVerifier

from sandbox import Sandbox
from sandbox.api.views import make_view
from tests.sandbox.rawbot import StillClock, modal, question


class Endpoint:
    """An HTTP app that keeps what it gets and answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.answers: list[Any] = []

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(
            ({key.lower(): value for key, value in request.headers.items()}, await request.text())
        )
        answer = self.answers.pop(0) if self.answers else ""
        if answer == "wait":
            await asyncio.sleep(30)
        if isinstance(answer, tuple):
            return web.Response(status=answer[0], headers=answer[1])
        if isinstance(answer, dict):
            return web.json_response(answer)
        return web.Response(text=answer)

    def form(self, index: int = -1) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.got[index][1]).items()}


@pytest.fixture
async def endpoint(slack: Sandbox) -> AsyncIterator[Endpoint]:
    endpoint, application = Endpoint(), web.Application()
    application.router.add_post("/slack/events", endpoint.take)
    runner = web.AppRunner(application, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.http_endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield endpoint
    await runner.cleanup()


class At(Clock):
    def __init__(self, clock: StillClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


async def test_requests_are_signed(slack: Sandbox, endpoint: Endpoint, clock: StillClock) -> None:
    await slack.person("ana").types("#learning", "hello")
    await slack.until(lambda: slack.delivery.acknowledged_events == 1)
    headers, body = endpoint.got[0]
    assert SignatureVerifier(slack.signing_secret, At(clock)).is_valid_request(body, headers)
    assert not SignatureVerifier("wrong", At(clock)).is_valid_request(body, headers)
    assert json.loads(body)["event"]["text"] == "hello"
    assert headers["content-type"] == "application/json"
    assert "x-slack-retry-num" not in headers


async def test_the_address_is_verified(slack: Sandbox, endpoint: Endpoint) -> None:
    assert not await slack.delivery.verify_url()

    async def echo(request: web.Request) -> web.Response:
        return web.json_response({"challenge": (await request.json())["challenge"]})

    application = web.Application()
    application.router.add_post("/", echo)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.http_endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    assert await slack.delivery.verify_url()
    await runner.cleanup()


async def test_a_command_is_a_form_and_its_answer_may_be_plain_text(
    slack: Sandbox, endpoint: Endpoint
) -> None:
    endpoint.answers = ["Hi", {"text": "Hello"}, (500, {})]
    ana = slack.person("ana")
    assert (await ana.types("#learning", "/learn how?")).message.text == "Hi"
    assert (endpoint.form()["command"], endpoint.form()["text"]) == ("/learn", "how?")
    assert (await ana.types("#learning", "/learn how?")).message.text == "Hello"
    assert not (await ana.types("#learning", "/learn how?")).ok
    assert len(endpoint.got) == 3


async def test_interactions_are_a_payload_in_a_form(slack: Sandbox, endpoint: Endpoint) -> None:
    ana = slack.person("ana")
    said = await ana.types("#learning", "hello")
    await ana.uses("Ask this", said)
    payload = json.loads(endpoint.form()["payload"])
    assert payload["type"] == "message_action"
    endpoint.answers = [{"response_action": "errors", "errors": {"q": "No"}}]
    slack.workspace.modals[ana.id] = [make_view(slack, ana.id, modal(question("Name")))]
    assert (await ana.submits({"Name": "x"})).errors == {"Name": "No"}


async def test_failed_events_come_again(slack: Sandbox, endpoint: Endpoint) -> None:
    slack.limits.acknowledge_seconds = 0.2
    endpoint.answers = [(500, {}), "wait", ""]
    await slack.person("ana").types("#learning", "hello")
    await slack.until(lambda: len(endpoint.got) == 2)
    await slack.until(lambda: slack.agenda.waiting)
    slack.advance(timedelta(minutes=1))
    await slack.until(lambda: slack.delivery.acknowledged_events == 1)
    retries = [(one.get("x-slack-retry-num"), one.get("x-slack-retry-reason")) for one, _ in endpoint.got]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_timeout")]
    assert len({json.loads(body)["event_id"] for _, body in endpoint.got}) == 1


async def test_an_app_may_decline_retries(slack: Sandbox, endpoint: Endpoint) -> None:
    endpoint.answers = [(500, {"x-slack-no-retry": "1"})]
    await slack.person("ana").types("#learning", "hello")
    await slack.until(lambda: slack.delivery.undelivered)
    assert len(endpoint.got) == 1


async def test_nobody_at_home_is_a_failed_connection(slack: Sandbox, endpoint: Endpoint) -> None:
    slack.http_endpoint = "http://127.0.0.1:9/"
    assert not (await slack.person("ana").types("#learning", "/learn")).ok
