"""One Socket Mode connection: requests come in, each is answered on it, and Slack's silence is measured."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest

logger = logging.getLogger(__name__)

ACKNOWLEDGE_SECONDS = 3.0
CLOSE_SECONDS = 2.0
# Slack says these of a connection that it will close itself, once another has taken over.
POLITE = {"warning", "refresh_requested"}
LINK_DISABLED = "link_disabled"
_REASONS = {
    LINK_DISABLED: "Socket Mode is switched off for this app: switch it on at api.slack.com/apps.",
    "too_many_websockets": "This app has more than ten connections to Slack: do too many bots share one app?",
}
_FRAMES = {WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.PING, WSMsgType.PONG}


@dataclass(frozen=True)
class Heartbeat:
    """How often a connection is pinged, and the silence after which it counts as dead, in seconds."""

    ping: float = 2.0
    silence: float = 6.0


class Connection:
    """An open websocket to Slack; `trouble` says why another should take its place, if one should."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        app: AsyncApp,
        heartbeat: Heartbeat,
        changed: Callable[[], None],
    ) -> None:
        self._socket = socket
        self._app = app
        self._heartbeat = heartbeat
        self._changed = changed
        # The loop's clock, not time.monotonic(): it is the one the waits here are measured by.
        self._now = asyncio.get_running_loop().time
        self.began_at = self._heard_at = self._now()
        self._in_hand: set[asyncio.Task[None]] = set()
        self.leaving: str | None = None
        self.accepting = True
        self.round_trip: float | None = None
        self.spoke = asyncio.Event()  # Slack greeted, or said that it is leaving, or the connection ended.
        self.ended = asyncio.Event()
        self._reader = asyncio.create_task(self._read())
        self._watch = asyncio.create_task(self._ping())

    @property
    def silent_for(self) -> float:
        """Seconds since anything, a pong included, came from Slack."""
        return self._now() - self._heard_at

    @property
    def trouble(self) -> str | None:
        """Why this connection should be replaced, as a sentence, or None."""
        if self.leaving:
            return _REASONS.get(self.leaving, f"Slack is closing this connection ({self.leaving}).")
        if self.ended.is_set():
            return "The connection to Slack was lost."
        if self.silent_for >= self._heartbeat.silence:
            return f"Slack has been silent for {self.silent_for:.0f} s."
        return None

    @property
    def is_open(self) -> bool:
        """Whether requests can come in by this connection now."""
        gone = self.ended.is_set() or self.silent_for >= self._heartbeat.silence
        return self.spoke.is_set() and not gone and (self.leaving is None or self.leaving in POLITE)

    async def close(self, drain_seconds: float) -> None:
        """Wait for the requests in hand, so that each is acknowledged here, then close the socket."""
        if self._in_hand:
            _, late = await asyncio.wait(self._in_hand, timeout=drain_seconds)
            for request in late:
                request.cancel()
        # A close frame even to a silent peer: the kernel delivers it when the path heals, and Slack then
        # stops sending requests to a connection that nobody reads.
        with suppress(TimeoutError, ClientError, ConnectionError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._socket.close()
        for task in (self._reader, self._watch):
            task.cancel()
        await asyncio.gather(self._reader, self._watch, *self._in_hand, return_exceptions=True)

    def _end(self) -> None:
        self.ended.set()
        self.spoke.set()
        self._changed()

    async def _read(self) -> None:
        try:
            while (message := await self._socket.receive()).type in _FRAMES:
                self._heard_at = self._now()
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
                elif message.type is WSMsgType.PING:
                    await self._socket.pong(message.data)
                elif message.type is WSMsgType.PONG:
                    with suppress(ValueError):
                        self.round_trip = self._now() - float(message.data)
        finally:
            self._end()

    async def _ping(self) -> None:
        """Ping Slack while the connection is there, and say so as soon as the silence is too long."""
        try:
            while True:
                left = self._heartbeat.silence - self.silent_for
                if left <= 0:
                    self._changed()
                pause = min(self._heartbeat.ping, left) if left > 0 else self._heartbeat.ping
                # One limit for both: a full send buffer must not hold the watch up longer than its pause.
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._socket.ping(repr(self._now()).encode())
                        await asyncio.sleep(pause)
        finally:
            # Here by a connection that takes no more pings; whatever it raised is gathered by `close`.
            self._end()

    def _take(self, text: str) -> None:
        try:
            message = json.loads(text)
            kind = message.get("type")
        except (ValueError, AttributeError):
            logger.warning("Slack sent something that is no message; it was left out.")
            return
        if kind == "hello":
            logger.info(
                "Connected to Slack, which counts %s connection(s).", message.get("num_connections", "?")
            )
            self.spoke.set()
        elif kind == "disconnect":
            self.leaving = str(message.get("reason"))
            self.spoke.set()
            self._changed()
        elif self.accepting and (request := SocketModeRequest.from_dict(message)):
            task = asyncio.create_task(self._serve(request, message))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

    async def _serve(self, request: SocketModeRequest, message: dict[str, Any]) -> None:
        try:
            answer = await _answer(self._app, request, message)
        except Exception:  # one request must not end the connection; unanswered, it is sent again
            logger.exception("A request failed before it could be answered.")
            return
        if answer is None:
            return
        try:
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                await self._socket.send_str(answer)
        except (TimeoutError, ClientError, ConnectionError):
            logger.warning("A request was carried out, but its connection went before Slack could be told.")


async def _answer(app: AsyncApp, request: SocketModeRequest, message: dict[str, Any]) -> str | None:
    """The acknowledgement to send, or None where Slack should send the request again."""
    response = await run_async_bolt_app(app, request)
    body = response.body
    if response.status == 404 and request.type == "events_api":
        body = ""  # Nothing here wants this event, and sending it again would not change that.
    elif response.status != 200:
        return None
    envelope = json.dumps(request.envelope_id)
    if not body or message.get("accepts_response_payload") is False:
        return f'{{"envelope_id":{envelope}}}'
    if not response.headers.get("content-type", [""])[0].startswith("application/json"):
        body = json.dumps({"text": body})
    # Bolt's body is JSON text already: it goes in as it is, not parsed and written again.
    return f'{{"envelope_id":{envelope},"payload":{body}}}'
