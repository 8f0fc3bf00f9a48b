"""Delivery of payloads to the app, by Socket Mode or signed HTTP, with acknowledgements and retries."""

import asyncio
import hashlib
import hmac
import json
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.state.context import Context
from sandbox.state.tokens import secret
from sandbox.wires.sockets import Connection, Sockets


@dataclass(frozen=True, slots=True)
class Answer:
    """The app's acknowledgement, or the reason why there was none."""

    body: Any = None
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged in time."""
        return not self.error


@dataclass(slots=True, eq=False)
class Envelope:
    """One payload on its way, through all its attempts."""

    kind: str
    payload: dict[str, Any]
    text: str
    answer: "asyncio.Future[Answer] | None" = None
    attempt: int = 0
    reason: str = ""
    keep_until: float = 0.0
    connection: Connection | None = None
    timer: asyncio.TimerHandle | None = None


class Delivery:
    """The sender of events, commands and interactions, which waits for their acknowledgements."""

    def __init__(self, ctx: Context, sockets: Sockets) -> None:
        self._ctx = ctx
        self._sockets = sockets
        self._pending: dict[str, Envelope] = {}
        self._waiting: deque[Envelope] = deque()
        self._posting: set[Envelope] = set()
        self._session: aiohttp.ClientSession | None = None
        self._count = 0
        self.undelivered: list[dict[str, Any]] = []
        """Events that were given up after every retry."""
        self.acknowledged_events = 0

    @property
    def connected(self) -> bool:
        """Whether the app can be reached at present."""
        return self._ctx.http_endpoint is not None or self._sockets.count > 0

    @property
    def busy(self) -> bool:
        """Whether anything is on its way or waiting for a connection."""
        return bool(self._pending or self._waiting or self._posting)

    def event(self, payload: dict[str, Any]) -> None:
        """Sends an Events API payload, again if need be."""
        keep = self._ctx.seconds() + sum(self._ctx.limits.retry_delays)
        self._send(Envelope("events_api", payload, json.dumps(payload), keep_until=keep))

    async def ask(self, kind: str, payload: dict[str, Any]) -> Answer:
        """Sends a command or an interaction and waits for its acknowledgement."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._send(Envelope(kind, payload, json.dumps(payload), answer))
        return await answer

    def opened(self) -> None:
        """A connection has opened: what was kept for it goes out."""
        now = self._ctx.seconds()
        for _ in range(len(self._waiting)):
            envelope = self._waiting.popleft()
            if now > envelope.keep_until:
                self.undelivered.append(envelope.payload)
            else:
                self._send(envelope)

    def closed(self, connection: Connection) -> None:
        """A connection has ended: what it was given and did not acknowledge has failed."""
        for envelope_id, envelope in list(self._pending.items()):
            if envelope.connection is connection:
                self._failed(envelope_id, "connection_failed")

    def acknowledged(self, connection: Connection, message: dict[str, Any]) -> None:
        """An acknowledgement came in; one with a payload counts on the same connection only."""
        envelope_id = message.get("envelope_id", "")
        envelope = self._pending.get(envelope_id)
        if envelope is None or self._sockets.loses_this_ack():
            return
        if message.get("payload") and envelope.connection is not connection:
            return
        del self._pending[envelope_id]
        self._arrived(envelope, message.get("payload"))

    def stop(self) -> None:
        """Gives up everything that is on its way."""
        for envelope in [*self._pending.values(), *self._posting]:
            if envelope.timer:
                envelope.timer.cancel()
            if envelope.answer and not envelope.answer.done():
                envelope.answer.set_result(Answer(error="operation_timeout"))
        self._pending.clear()
        self._waiting.clear()

    async def close(self) -> None:
        """Closes the HTTP client."""
        if self._session:
            await self._session.close()

    async def verify_url(self) -> bool:
        """Sends url_verification to the HTTP endpoint, as Slack does when the address is saved."""
        challenge = secret("challenge")
        payload = {
            "type": "url_verification",
            "token": self._ctx.verification_token,
            "challenge": challenge,
        }
        status, body, _ = await self._post("application/json", json.dumps(payload), {})
        given = body.get("challenge") if isinstance(body, dict) else body
        return status == 200 and given == challenge

    def _send(self, envelope: Envelope) -> None:
        if self._ctx.http_endpoint:
            self._ctx.spawn(self._send_by_http(envelope))
            return
        connection = self._sockets.pick()
        if connection is None:
            if envelope.answer:
                envelope.answer.set_result(Answer(error="dispatch_failed"))
            else:
                self._waiting.append(envelope)
            return
        self._count += 1
        envelope_id = f"{self._count:08x}-5a0d-4b0c-8e00-{self._count:012x}"
        envelope.connection = connection
        accepts = "false" if envelope.kind == "events_api" else "true"
        retry = ""
        if envelope.kind == "events_api":
            retry = f',"retry_attempt":{envelope.attempt},"retry_reason":"{envelope.reason}"'
        self._pending[envelope_id] = envelope
        envelope.timer = asyncio.get_running_loop().call_later(
            self._ctx.limits.acknowledge_seconds, self._failed, envelope_id, "timeout"
        )
        connection.send(
            f'{{"envelope_id":"{envelope_id}","type":"{envelope.kind}","accepts_response_payload":{accepts}{retry},'
            f'"payload":{envelope.text}}}'
        )

    def _arrived(self, envelope: Envelope, body: Any) -> None:
        if envelope.timer:
            envelope.timer.cancel()
        if envelope.answer is None:
            self.acknowledged_events += 1
        elif not envelope.answer.done():
            envelope.answer.set_result(Answer(body))
        self._ctx.changed()

    def _failed(self, envelope_id: str, reason: str) -> None:
        envelope = self._pending.pop(envelope_id, None)
        if envelope is None:
            return
        if envelope.timer:
            envelope.timer.cancel()
        self._retry(envelope, reason)

    def _retry(self, envelope: Envelope, reason: str) -> None:
        delays = self._ctx.limits.retry_delays
        if envelope.answer:
            if not envelope.answer.done():
                envelope.answer.set_result(Answer(error="operation_timeout"))
        elif envelope.attempt >= len(delays):
            self.undelivered.append(envelope.payload)
        else:
            delay = delays[envelope.attempt]
            envelope.attempt += 1
            envelope.reason = reason
            self._ctx.agenda.later(delay, lambda: self._send(envelope))
        self._ctx.changed()

    async def _send_by_http(self, envelope: Envelope) -> None:
        headers = {}
        if envelope.attempt:
            headers = {
                "x-slack-retry-num": str(envelope.attempt),
                "x-slack-retry-reason": {"timeout": "http_timeout"}.get(envelope.reason, envelope.reason),
            }
        if envelope.kind == "events_api":
            content, body = "application/json", envelope.text
        elif envelope.kind == "slash_commands":
            content, body = "application/x-www-form-urlencoded", urlencode(envelope.payload)
        else:
            content, body = "application/x-www-form-urlencoded", urlencode({"payload": envelope.text})
        self._posting.add(envelope)
        try:
            status, answer, no_retry = await self._post(content, body, headers)
        except TimeoutError:
            self._posting.discard(envelope)
            self._retry(envelope, "timeout")
        except (aiohttp.ClientError, ValueError):
            self._posting.discard(envelope)
            self._retry(envelope, "connection_failed")
        else:
            self._posting.discard(envelope)
            if 200 <= status < 300:
                self._arrived(envelope, answer)
            elif no_retry and not envelope.answer:
                self.undelivered.append(envelope.payload)
                self._ctx.changed()
            else:
                self._retry(envelope, "http_error")

    async def _post(self, content_type: str, body: str, headers: dict[str, str]) -> tuple[int, Any, bool]:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        stamp = str(int(self._ctx.clock.now().timestamp()))
        signed = f"v0:{stamp}:{body}".encode()
        signature = hmac.new(self._ctx.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        async with self._session.post(
            str(self._ctx.http_endpoint),
            data=body.encode(),
            headers={
                "content-type": content_type,
                "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
                "x-slack-request-timestamp": stamp,
                "x-slack-signature": f"v0={signature}",
                **headers,
            },
            timeout=aiohttp.ClientTimeout(total=self._ctx.limits.acknowledge_seconds),
        ) as response:
            text = await response.text()
            answer: Any = text
            if response.content_type == "application/json" and text:
                answer = json.loads(text)
            return response.status, answer or None, response.headers.get("x-slack-no-retry") == "1"
