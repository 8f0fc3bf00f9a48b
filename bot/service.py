"""The life of one bot process: everything is opened in order, and closed in the opposite one."""

import asyncio
import gc
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.app import create_app, create_context
from bot.logs import one_line
from bot.settings import WHERE, Settings, SettingsError
from bot.wires.http import Health, Listener
from bot.wires.socket_mode import PERMANENT, CannotConnect, SocketMode, refusal_code
from handlers.core.catch_up import catch_up
from handlers.core.context import Context
from learning.core.clock import Clock
from learning.workspace import people, weekly, workspaces
from learning.workspace import settings as choices
from learning.workspace.workspaces import Workspace
from scheduling.core.loop import Loop
from storage.engine.database import Busy, Database
from storage.migrate import migrate

logger = logging.getLogger(__name__)

# Together about the ten seconds that most supervisors allow between asking a process to end and killing it.
DRAIN_SECONDS = 3.0  # Slack waits no longer for an answer.
HANG_UP_SECONDS = 2.0
BACKGROUND_SECONDS = 1.5
LOOP_SECONDS = 1.5
CLOSE_SECONDS = 1.0
REREAD = timedelta(seconds=20)
"""How long a setting that was changed at another replica may go unnoticed here."""
TRIES = 3
"""How often what goes on beside the bot's work is begun while the database has no turn for it."""
FOLLOW = timedelta(days=1)
"""How often everyone in the workspace is read again, for what no event told."""


class CannotStart(Exception):
    """Why the bot did not start, as a sentence for its operator; it may be worth trying again."""


class Service:
    """One bot: `start` returns when it is ready, `stop` when what was in hand is done."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._opened = AsyncExitStack()
        self.health = Health()
        self.tasks: list[asyncio.Task[None]] = []
        self.loop: Loop | None = None

    async def start(self) -> None:
        """Open everything; raises SettingsError or CannotStart, with nothing left open."""
        began = time.perf_counter()
        try:
            await self._open()
        except BaseException:
            await self.stop()
            raise
        # What was loaded at the start stays: the collector need not look at it again, nor as often.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        logger.info("Teachback is ready after %.1f s.", time.perf_counter() - began)

    async def stop(self) -> None:
        """Hear nothing new, finish what is in hand and close everything, within about ten seconds."""
        await self._opened.aclose()

    def wake(self) -> None:
        """Something may have fallen due, because the clock was moved."""
        if self.loop is not None:
            self.loop.outbox.wake()

    async def live(self) -> datetime | None:
        """Do and say all that is due, and return when (UTC) the next thing is: for a clock that is moved."""
        return await self.loop.live() if self.loop is not None else None

    async def run_forever(self) -> None:
        """Start, and stop when the system asks for it (SIGTERM or SIGINT)."""
        asked = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, asked.set)
        waiting = asyncio.create_task(asked.wait())
        starting = asyncio.create_task(self.start())
        try:
            await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                await waiting
                logger.info("Stopping.")
        finally:
            starting.cancel()
            waiting.cancel()
            await asyncio.gather(starting, waiting, return_exceptions=True)
            await self.stop()

    async def _open(self) -> None:
        settings = self._settings
        database = await self._open_database()
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=settings.slack_timeout))
        self._closing("the connections to Slack", CLOSE_SECONDS, session.close)
        client = slack_client(settings, session)
        workspace, bot_id = await self._identify(client)
        await self._introduce(database, workspace)
        ctx = create_context(
            database=database,
            client=client,
            clock=self._clock,
            workspace=workspace,
        )
        await ctx.reread()
        secret = settings.slack_signing_secret
        signing_secret = secret.get_secret_value() if secret and not settings.socket_mode else None
        app = create_app(ctx, bot_id=bot_id, signing_secret=signing_secret)

        self.loop = loop = Loop(
            database,
            slack_client(settings, session, retry=False),
            self._clock,
            call_seconds=settings.slack_timeout,
        )
        loop.every(REREAD, ctx.reread, "settings.reread")
        loop.every(FOLLOW, partial(_meet_everyone, ctx), "people.follow")
        self._closing("the outbox", LOOP_SECONDS + 0.5, lambda: loop.stop(LOOP_SECONDS))
        self.health.watch("outbox", loop.trouble)
        loop.start()
        self._closing(
            "what was left for later",
            BACKGROUND_SECONDS + 0.5,
            lambda: ctx.background.finish(BACKGROUND_SECONDS),
        )
        self._begin(_meet_everyone(ctx))
        await self._listen(app, client)
        self._begin(_catch_up(ctx))

    async def _open_database(self) -> Database:
        url = self._settings.database_url
        try:
            await asyncio.to_thread(migrate, url)
            database = Database.open(url)
        except (ArgumentError, ValueError):
            raise SettingsError("DATABASE_URL is not a database's address.") from None
        except (SQLAlchemyError, OSError) as error:
            raise CannotStart(f"The database cannot be used: {one_line(error)}") from None
        self._closing("the database", CLOSE_SECONDS, database.close)
        self.health.watch("database", database.ready)
        return database

    async def _identify(self, client: AsyncWebClient) -> tuple[Workspace, str]:
        """Where the bot is and who it is there: its workspace, and its bot id."""
        try:
            who = await client.auth_test()
        except SlackApiError as refusal:
            code = refusal_code(refusal)
            if code in PERMANENT:
                raise SettingsError(
                    f"Slack does not accept SLACK_BOT_TOKEN ({code}). {WHERE['SLACK_BOT_TOKEN']}"
                ) from None
            raise CannotStart(f"Slack does not say who the bot is ({code}).") from None
        except (aiohttp.ClientError, OSError) as error:
            raise CannotStart(f"Slack cannot be reached ({type(error).__name__}).") from None
        logger.info("This is %s in %s.", who["user"], who["team"])
        return Workspace(who["team_id"], who["team"], who["url"], bot_user_id=who["user_id"]), who["bot_id"]

    async def _introduce(self, database: Database, workspace: Workspace) -> None:
        """Write down where the bot is, and whom the settings name as admins and facilitators."""
        settings = self._settings

        def introduce(session: Session) -> None:
            workspaces.identify(session, workspace)
            people.appoint(
                session,
                workspace.id,
                admins=settings.teachback_admins,
                facilitators=settings.teachback_facilitators,
            )
            choices.put(session, workspace.id, settings.channels, source=choices.ENVIRONMENT)
            weekly.arrange(session, workspace.id, at=self._clock.now())

        try:
            await database.run(introduce)
        except (Busy, SQLAlchemyError) as error:
            raise CannotStart(f"The database cannot be written to: {one_line(error)}") from None

    async def _listen(self, app: AsyncApp, client: AsyncWebClient) -> None:
        """Hear Slack, and tell of the bot's health, in the way that the settings choose."""
        settings = self._settings
        if settings.slack_app_token is None:
            await self._serve("PORT", settings.port, app)
            return
        socket_mode = SocketMode(app, settings.slack_app_token.get_secret_value(), client)
        self._closing(
            "the connection to Slack",
            DRAIN_SECONDS + HANG_UP_SECONDS,
            lambda: socket_mode.close(DRAIN_SECONDS),
        )
        try:
            await socket_mode.connect()
        except CannotConnect as why:
            raise (SettingsError if why.permanent else CannotStart)(str(why)) from None
        self.health.watch("slack", socket_mode.trouble)
        self.health.measure("slack_ping_seconds", lambda: socket_mode.round_trip)
        if settings.health_port:
            await self._serve("HEALTH_PORT", settings.health_port)

    async def _serve(self, variable: str, port: int, app: AsyncApp | None = None) -> None:
        host, drain_seconds = self._settings.host, DRAIN_SECONDS if app else 0.5
        listener = Listener(self.health, host, port, app, drain_seconds=drain_seconds)
        self._closing("the HTTP server", drain_seconds + 0.5, listener.stop)
        try:
            await listener.start()
        except OSError as error:
            raise CannotStart(
                f"Nothing can listen at {host}:{port} ({one_line(error)}): set {variable} to another port."
            ) from None

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something that takes its time go on beside the bot's work, until it ends or the bot stops."""
        task = asyncio.create_task(work)
        self.tasks.append(task)
        self._opened.callback(task.cancel)

    def _closing(self, what: str, seconds: float, close: Callable[[], Awaitable[None]]) -> None:
        """Close `what` when the bot stops; one that hangs or fails does not keep the rest from closing."""

        async def within() -> None:
            try:
                async with asyncio.timeout(seconds):
                    await close()
            except Exception:  # whatever it was, the rest is still to be closed
                logger.exception("Closing %s did not end well.", what)

        self._opened.push_async_callback(within)


async def _meet_everyone(ctx: Context) -> None:
    """Read who is here and in which team. That takes a large workspace minutes; the bot works meanwhile."""
    try:
        await _when_free(ctx.directory.sync)
        # The zone that most people are in may be another now, and the weekly posts go by it.
        await ctx.database.run(weekly.arrange, ctx.workspace.id, at=ctx.clock.now())
    except Exception:  # beside the bot's work, which goes on without it
        logger.exception("The workspace's people could not be read; each is looked up when they come.")
        return
    try:
        await ctx.teams.follow()
    except Exception:  # beside the bot's work, too
        logger.exception("Teams could not be read; they stay as they were. Look at the settings in Slack.")


async def _when_free(work: Callable[[], Awaitable[None]]) -> None:
    """Does something that may be done twice, once more where the database had no turn for it in time."""
    for _ in range(TRIES - 1):
        with suppress(Busy):
            await work()
            return
    await work()


async def _catch_up(ctx: Context) -> None:
    """Read what was replied while the bot was away."""
    try:
        await catch_up(ctx)
    except Exception:  # beside the bot's work, too; what was read so far is kept
        logger.exception("Some replies from while the bot was away could not be read.")


def slack_client(
    settings: Settings, session: aiohttp.ClientSession | None = None, *, retry: bool = True
) -> AsyncWebClient:
    """A client for the bot's own token; with a session its connections are kept and used again.

    Without `retry` a call whose connection broke is not made a second time: Slack may have heard the first.
    """
    return AsyncWebClient(
        settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=settings.slack_timeout,
        session=session,
        retry_handlers=None if retry else [],
    )
