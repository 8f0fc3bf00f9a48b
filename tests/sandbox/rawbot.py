"""A very small app for the sandbox's own tests: it listens, remembers and acknowledges."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox

Answers = dict[str, Callable[[dict[str, Any]], Any]]


class StillClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


class RawBot:
    """Speaks Socket Mode by hand."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.web = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self.envelopes: list[dict[str, Any]] = []
        self.came_by: dict[str, aiohttp.ClientWebSocketResponse] = {}
        self.control: list[dict[str, Any]] = []
        self.answers: Answers = {}
        self.silent = False
        self.ws: list[aiohttp.ClientWebSocketResponse] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._session = aiohttp.ClientSession()
        self._news = asyncio.Event()

    async def address(self) -> str:
        client = AsyncWebClient(token=self.sandbox.app_token, base_url=self.sandbox.api_url)
        return str((await client.apps_connections_open(app_token=self.sandbox.app_token))["url"])

    async def connect(self, address: str | None = None) -> aiohttp.ClientWebSocketResponse:
        ws = await self._session.ws_connect(address or await self.address())
        self.ws.append(ws)
        hello = await ws.receive_json()
        self.control.append(hello)
        self._tasks.append(asyncio.create_task(self._listen(ws)))
        return ws

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for ws in self.ws:
            await ws.close()
        await self._session.close()

    async def until(self, predicate: Callable[[], Any]) -> Any:
        async with asyncio.timeout(5):
            while not (found := predicate()):
                self._news.clear()
                await self._news.wait()
        return found

    @property
    def events(self) -> list[dict[str, Any]]:
        return [one["payload"]["event"] for one in self.envelopes if one["type"] == "events_api"]

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        """The commands, or the interactions of one type, so far."""
        return [one["payload"] for one in self.envelopes if kind in (one["type"], one["payload"].get("type"))]

    async def _listen(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in ws:
            message = json.loads(frame.data)
            if "envelope_id" not in message:
                self.control.append(message)
            else:
                self.envelopes.append(message)
                self.came_by[message["envelope_id"]] = ws
                if not self.silent:
                    await self._answer(ws, message)
            self._news.set()
        self._news.set()

    async def _answer(self, ws: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        payload = envelope["payload"]
        answer = self.answers.get(payload.get("type") or envelope["type"])
        body = answer(payload) if answer else None
        if asyncio.iscoroutine(body):
            body = await body
        ack = {"envelope_id": envelope["envelope_id"]}
        await ws.send_json(ack if body is None else {**ack, "payload": body})


async def refusal(call: Any) -> dict[str, Any]:
    """What the Web API says when it refuses."""
    try:
        await call
    except SlackApiError as error:
        data = error.response.data if isinstance(error.response.data, dict) else {}
        return {**data, "status": error.response.status_code}
    raise AssertionError("it was not refused")


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def button(text: str, action_id: str = "press", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def question(label: str, block_id: str = "q", **element: Any) -> dict[str, Any]:
    inner = {"type": "plain_text_input", "action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": inner}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain("A modal"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [{"type": "section", "text": mrkdwn("Hello")}],
        **more,
    }
