"""Socket Mode that is never deaf for long: it opens the next connection before the last one is let go.

A client of its own rather than slack_sdk's under a watchdog. That one closes the old connection before it
has a new one (acknowledgements in hand are lost with it), asks again and again for an address that was
refused, and waits without limit for a new one; a watchdog could only throw the whole of it away, requests
in hand included. Here one task does one thing: when the line has trouble, dial; when another line is open,
let the old one finish what it has in hand. Every wait has a limit, so the longest deafness is a sum
(`Pace.longest_deafness`). Bolt's own adapter still turns each request into its answer.
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
from bot.wires.socket_connection import LINK_DISABLED, POLITE, Connection, Pulse

logger = logging.getLogger(__name__)

HOPELESS = {
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


class CannotHear(Exception):
    """Why no connection could be opened, as a sentence; `hopeless` when only a person can mend it."""

    def __init__(self, why: str, *, hopeless: bool = False, retry_after: float = 0) -> None:
        super().__init__(why)
        self.hopeless = hopeless
        self.retry_after = retry_after


@dataclass(frozen=True)
class Pace:
    """Every wait in seconds, in one place, so that their sum can be known."""

    pulse: Pulse = field(default_factory=Pulse)
    attempt: float = 3.5
    patient_attempt: float = 10.0  # From the third on: a slow network is better than none.
    first_pause: float = 0.25
    longest_pause: float = 3.0
    hopeless_pause: float = 30.0
    settled: float = 5.0  # A connection that lasted less counts as one more failure.
    linger: float = 15.0
    patience: float = 30.0

    @property
    def longest_deafness(self) -> float:
        """From a settled connection's last word, past one attempt that hangs, to the end of the second."""
        return self.pulse.silence + self.attempt + self.first_pause + self.attempt

    def pause(self, failures: int, obstacle: CannotHear | None) -> float:
        """How long to wait before the next attempt; jittered, so that replicas do not come all at once."""
        if failures == 0:
            return 0
        if obstacle and obstacle.hopeless:
            return self.hopeless_pause
        backed_off = min(self.longest_pause, self.first_pause * 2.0 ** (failures - 1)) * random.uniform(
            0.5, 1
        )
        return max(backed_off, obstacle.retry_after if obstacle else 0)


class SocketMode:
    """A Bolt app's ears over Socket Mode: `connect`, `close`, and in between never deaf for long."""

    def __init__(
        self, app: AsyncApp, app_token: str, client: AsyncWebClient, *, pace: Pace | None = None
    ) -> None:
        self._app = app
        self._token = app_token
        self._client = client
        self._pace = pace or Pace()
        self._line: Connection | None = None
        self._parting: dict[Connection, asyncio.Task[None]] = {}
        self._keeper: asyncio.Task[None] | None = None
        self._web: AsyncWebClient | None = None
        self._changed = asyncio.Event()
        self._failures = 0
        self._obstacle: CannotHear | None = None
        self._closing = False

    async def connect(self) -> None:
        """Open the first connection; raises CannotHear when Slack refuses or stays out of reach."""
        now = asyncio.get_running_loop().time
        give_up_at = now() + self._pace.patience

        def wanted() -> bool:
            return self._obstacle is None or not (self._obstacle.hopeless or now() >= give_up_at)

        self._line = await self._dial(wanted)
        if self._line is None:
            await self.close(0)
            assert self._obstacle
            raise self._obstacle
        self._keeper = asyncio.create_task(self._keep_hearing())

    async def close(self, drain_seconds: float) -> None:
        """Take nothing new, let each request in hand be acknowledged where it came from, then hang up."""
        self._closing = True
        for line in self._lines():
            line.taking = False
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        lines, partings = self._lines(), [*self._parting.values()]
        for parting in partings:
            parting.cancel()
        await asyncio.gather(*partings, return_exceptions=True)
        await asyncio.gather(*(line.close(drain_seconds) for line in lines))
        if self._web and self._web.session:
            await self._web.session.close()

    @property
    def hearing(self) -> bool:
        """Whether requests can come in now."""
        return self._line is not None and self._line.hears and not self._closing

    def why_deaf(self) -> str | None:
        """What keeps the bot from hearing, in words for its operator, or None when it hears."""
        if self.hearing:
            return None
        if self._closing:
            return "The bot is stopping."
        trouble = self._line.trouble if self._line else "No connection to Slack has been opened yet."
        return f"{trouble} {self._obstacle}" if self._obstacle else trouble

    @property
    def round_trip(self) -> float | None:
        """Seconds that Slack took to answer the last ping, or None before the first answer."""
        return self._line.round_trip if self._line else None

    def _lines(self) -> list[Connection]:
        return [*self._parting, *([self._line] if self._line else [])]

    async def _keep_hearing(self) -> None:
        """Replace the line whenever it has trouble, for as long as the bot lives."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._line and self._line.trouble:
                await self._replace(self._line)

    async def _replace(self, old: Connection) -> None:
        level = logging.INFO if old.leaving in POLITE else logging.WARNING
        logger.log(level, "%s Reconnecting.", old.trouble)
        age = asyncio.get_running_loop().time() - old.began_at
        self._failures = 0 if age >= self._pace.settled else self._failures + 1
        # A silent line may speak again before another is open; then it stays.
        if new := await self._dial(lambda: old.trouble is not None):
            self._line = new
            self._let_go(old)

    async def _dial(self, wanted: Callable[[], bool]) -> Connection | None:
        """Attempt after attempt, with pauses between, until a line is open or none is wanted any more."""
        tries = 0
        while wanted():
            await asyncio.sleep(self._pace.pause(self._failures, self._obstacle))
            limit = self._pace.attempt if tries < 2 else self._pace.patient_attempt
            try:
                line = await self._open(limit)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt must be made
                self._meet(_explained(error, limit))
                tries += 1
            else:
                self._obstacle = None
                return line
        return None

    async def _open(self, limit: float) -> Connection:
        """One attempt within `limit` seconds: a new address, a connection to it, and Slack's greeting."""
        web = self._web = self._web or _on_fresh_connections(self._client)
        assert web.session
        line: Connection | None = None
        try:
            async with asyncio.timeout(limit):
                answer = await web.apps_connections_open(app_token=self._token)
                socket = await web.session.ws_connect(
                    str(answer["url"]),
                    autoping=False,  # Pings and pongs are read by the line, which measures silence by them.
                    timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                    proxy=web.proxy,
                    ssl=web.ssl or True,
                )
                line = Connection(socket, self._app, self._pace.pulse, self._changed.set)
                await line.spoke.wait()
            if line.trouble:
                raise CannotHear(line.trouble, hopeless=line.leaving == LINK_DISABLED)
        except BaseException:
            if line:
                self._let_go(line)
            raise
        return line

    def _meet(self, obstacle: CannotHear) -> None:
        if str(obstacle) != str(self._obstacle):
            logger.warning("%s", obstacle)
        self._obstacle = obstacle
        self._failures += 1

    def _let_go(self, line: Connection) -> None:
        parting = asyncio.create_task(self._part_from(line))
        self._parting[line] = parting
        parting.add_done_callback(lambda _: self._parting.pop(line))

    async def _part_from(self, line: Connection) -> None:
        if line.leaving in POLITE:
            # Slack closes it itself; until then a request may still come in by it, and is answered there.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.linger):
                    await line.ended.wait()
        await line.close(self._pace.linger)


def _on_fresh_connections(client: AsyncWebClient) -> AsyncWebClient:
    """A client like this one that keeps no connection: a kept one may be as dead as the line is."""
    return AsyncWebClient(
        base_url=client.base_url,
        ssl=client.ssl,
        proxy=client.proxy,
        session=aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)),
        retry_handlers=[],
    )


def _explained(error: Exception, limit: float) -> CannotHear:
    """What went wrong with an attempt, without the address, which holds a secret."""
    if isinstance(error, CannotHear):
        return error
    if isinstance(error, TimeoutError):
        return CannotHear(f"Slack opened no connection within {limit:g} s.")
    if not isinstance(error, SlackApiError):
        return CannotHear(f"Slack cannot be reached ({type(error).__name__}).")
    code = refusal_code(error)
    if code in HOPELESS:
        where = WHERE["SLACK_APP_TOKEN"]
        return CannotHear(f"Slack does not accept SLACK_APP_TOKEN ({code}). {where}", hopeless=True)
    return CannotHear(f"Slack does not open a connection ({code}).", retry_after=_retry_after(error))


def refusal_code(refusal: SlackApiError) -> str:
    """Slack's word for why it refused a call; what came back may also be a proxy's page."""
    data = getattr(refusal.response, "data", None)
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"HTTP {getattr(refusal.response, 'status_code', '?')}"


def _retry_after(refusal: SlackApiError) -> float:
    seconds = getattr(refusal.response, "headers", {}).get("Retry-After", "0")
    return float(seconds) if seconds.isdecimal() else 0.0
