"""Socket Mode client that opens the next connection before it lets the last one go.

A client of its own rather than slack_sdk's under a watchdog. That one closes the old connection before it
has a new one (acknowledgements in hand are lost with it), asks again and again for an address that was
refused, and waits without limit for a new one; a watchdog could only throw the whole of it away, requests
in hand included. Here one task does one thing: when the connection has trouble, open another; when that is
open, let the old one finish what it has in hand. Every wait has a limit, so the longest outage is a sum
(`Waits.longest_outage`). Bolt's own adapter still turns each request into its answer.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import WHERE
from bot.wires.socket_connection import LINK_DISABLED, POLITE, Connection, Heartbeat

logger = logging.getLogger(__name__)

PERMANENT = {
    "account_inactive",
    "forbidden_team",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
"""Answers that stay the same until a person mends something."""


class CannotConnect(Exception):
    """Why no connection could be opened, as a sentence; `permanent` when only a person can mend it."""

    def __init__(self, why: str, *, permanent: bool = False, retry_after: float = 0) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.retry_after = retry_after


@dataclass(frozen=True)
class Waits:
    """Every wait in seconds, in one place, so that their sum can be known."""

    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    attempt: float = 3.5
    patient_attempt: float = 10.0  # From the third on: a slow network is better than none.
    first_pause: float = 0.25
    longest_pause: float = 3.0
    permanent_pause: float = 30.0
    settled: float = 5.0  # A connection that lasted less counts as one more failure.
    linger: float = 15.0
    patience: float = 30.0

    @property
    def longest_outage(self) -> float:
        """From a settled connection's last word, past one attempt that hangs, to the end of the second."""
        return self.heartbeat.silence + self.attempt + self.first_pause + self.attempt

    def pause(self, failures: int, error: CannotConnect | None) -> float:
        """How long to wait before the next attempt; jittered, so that replicas do not come all at once."""
        if failures == 0:
            return 0
        if error and error.permanent:
            return self.permanent_pause
        backed_off = min(self.longest_pause, self.first_pause * 2.0 ** (failures - 1)) * random.uniform(
            0.5, 1
        )
        return max(backed_off, error.retry_after if error else 0)


class SocketMode:
    """A Bolt app's way to hear Slack: `connect`, `close`, and in between never cut off for long."""

    def __init__(
        self, app: AsyncApp, app_token: str, client: AsyncWebClient, *, waits: Waits | None = None
    ) -> None:
        self._app = app
        self._token = app_token
        self._client = client
        self._waits = waits or Waits()
        self._connection: Connection | None = None
        self._retiring: dict[Connection, asyncio.Task[None]] = {}
        self._keeper: asyncio.Task[None] | None = None
        self._web: AsyncWebClient | None = None
        self._changed = asyncio.Event()
        self._failures = 0
        self._last_error: CannotConnect | None = None
        self._closing = False

    async def connect(self) -> None:
        """Open the first connection; raises CannotConnect when Slack refuses or stays out of reach."""
        now = asyncio.get_running_loop().time
        give_up_at = now() + self._waits.patience

        def wanted() -> bool:
            return self._last_error is None or not (self._last_error.permanent or now() >= give_up_at)

        self._connection = await self._try_to_open(wanted)
        if self._connection is None:
            await self.close(0)
            assert self._last_error
            raise self._last_error
        self._keeper = asyncio.create_task(self._keep_connected())

    async def close(self, drain_seconds: float) -> None:
        """Take nothing new, let each request in hand be acknowledged where it came from, then hang up."""
        self._closing = True
        for connection in self._connections():
            connection.accepting = False
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        connections, retiring = self._connections(), [*self._retiring.values()]
        for task in retiring:
            task.cancel()
        await asyncio.gather(*retiring, return_exceptions=True)
        await asyncio.gather(*(connection.close(drain_seconds) for connection in connections))
        if self._web and self._web.session:
            await self._web.session.close()

    @property
    def connected(self) -> bool:
        """Whether requests can come in now."""
        return self._connection is not None and self._connection.is_open and not self._closing

    def trouble(self) -> str | None:
        """What keeps requests from coming in, in words for the bot's operator, or None."""
        if self.connected:
            return None
        if self._closing:
            return "The bot is stopping."
        current = self._connection
        trouble = current.trouble if current else "No connection to Slack has been opened yet."
        return f"{trouble} {self._last_error}" if self._last_error else trouble

    @property
    def round_trip(self) -> float | None:
        """Seconds that Slack took to answer the last ping, or None before the first answer."""
        return self._connection.round_trip if self._connection else None

    def _connections(self) -> list[Connection]:
        return [*self._retiring, *([self._connection] if self._connection else [])]

    async def _keep_connected(self) -> None:
        """Replace the connection whenever it has trouble, for as long as the bot lives."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._connection and self._connection.trouble:
                await self._replace(self._connection)

    async def _replace(self, old: Connection) -> None:
        level = logging.INFO if old.leaving in POLITE else logging.WARNING
        logger.log(level, "%s Reconnecting.", old.trouble)
        age = asyncio.get_running_loop().time() - old.began_at
        self._failures = 0 if age >= self._waits.settled else self._failures + 1
        # A silent connection may speak again before another is open; then it stays.
        if new := await self._try_to_open(lambda: old.trouble is not None):
            self._connection = new
            self._retire(old)

    async def _try_to_open(self, wanted: Callable[[], bool]) -> Connection | None:
        """Attempt after attempt, with pauses between, until one succeeds or none is wanted any more."""
        tries = 0
        while wanted():
            await asyncio.sleep(self._waits.pause(self._failures, self._last_error))
            limit = self._waits.attempt if tries < 2 else self._waits.patient_attempt
            try:
                connection = await self._open(limit)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt must be made
                self._fail(_explained(error, limit))
                tries += 1
            else:
                self._last_error = None
                return connection
        return None

    async def _open(self, limit: float) -> Connection:
        """One attempt within `limit` seconds: a new address, a connection to it, and Slack's greeting."""
        web = self._web = self._web or _on_fresh_connections(self._client)
        assert web.session
        connection: Connection | None = None
        try:
            async with asyncio.timeout(limit):
                answer = await web.apps_connections_open(app_token=self._token)
                socket = await web.session.ws_connect(
                    str(answer["url"]),
                    autoping=False,  # `Connection` reads pings and pongs, and measures silence by them.
                    timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                    proxy=web.proxy,
                    ssl=web.ssl or True,
                )
                connection = Connection(socket, self._app, self._waits.heartbeat, self._changed.set)
                await connection.spoke.wait()
            if connection.trouble:
                raise CannotConnect(connection.trouble, permanent=connection.leaving == LINK_DISABLED)
        except BaseException:
            if connection:
                self._retire(connection)
            raise
        return connection

    def _fail(self, error: CannotConnect) -> None:
        if str(error) != str(self._last_error):
            logger.warning("%s", error)
        self._last_error = error
        self._failures += 1

    def _retire(self, connection: Connection) -> None:
        task = asyncio.create_task(self._finish(connection))
        self._retiring[connection] = task
        task.add_done_callback(lambda _: self._retiring.pop(connection))

    async def _finish(self, connection: Connection) -> None:
        if connection.leaving in POLITE:
            # Slack closes it itself; until then a request may still come in by it, and is answered there.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._waits.linger):
                    await connection.ended.wait()
        await connection.close(self._waits.linger)


def _on_fresh_connections(client: AsyncWebClient) -> AsyncWebClient:
    """A client like this one that keeps no connection: a kept one may be as dead as the one to replace."""
    return AsyncWebClient(
        base_url=client.base_url,
        ssl=client.ssl,
        proxy=client.proxy,
        session=aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)),
        retry_handlers=[],
    )


def _explained(error: Exception, limit: float) -> CannotConnect:
    """What went wrong with an attempt, without the address, which holds a secret."""
    if isinstance(error, CannotConnect):
        return error
    if isinstance(error, TimeoutError):
        return CannotConnect(f"Slack opened no connection within {limit:g} s.")
    if not isinstance(error, SlackApiError):
        return CannotConnect(f"Slack cannot be reached ({type(error).__name__}).")
    code = refusal_code(error)
    if code in PERMANENT:
        where = WHERE["SLACK_APP_TOKEN"]
        return CannotConnect(f"Slack does not accept SLACK_APP_TOKEN ({code}). {where}", permanent=True)
    return CannotConnect(f"Slack does not open a connection ({code}).", retry_after=_retry_after(error))


def refusal_code(refusal: SlackApiError) -> str:
    """Slack's word for why it refused a call; what came back may also be a proxy's page."""
    data = getattr(refusal.response, "data", None)
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"HTTP {getattr(refusal.response, 'status_code', '?')}"


def _retry_after(refusal: SlackApiError) -> float:
    seconds = getattr(refusal.response, "headers", {}).get("Retry-After", "0")
    return float(seconds) if seconds.isdecimal() else 0.0
