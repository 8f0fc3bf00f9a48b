"""`make demo`: the bot beside a local Slack, over the same wires as with the real one, no tokens needed."""

import asyncio
import errno
import shutil
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.demo import scene
from bot.demo.play import play, turn_back
from bot.demo.seed import tell
from bot.service import Service
from bot.settings import MANIFEST, Settings
from sandbox import Sandbox
from sandbox.errors import Refused
from sandbox.state.backfill import settle
from storage.engine.database import Database
from storage.migrate import migrate

HOME = Path(".demo")


class DemoClock(MovableClock):
    """A clock that remembers how far it was moved, so that the next run does not go back in time."""

    def __init__(self, path: Path) -> None:
        super().__init__(timedelta(seconds=float(path.read_text())) if path.exists() else timedelta())
        self._path = path

    def advance(self, by: timedelta) -> None:
        super().advance(by)
        # Never half written: a journey may be broken off at any of its steps.
        draft = self._path.with_name(".clock.new")
        draft.write_text(str(self.ahead.total_seconds()))
        draft.replace(self._path)


async def run_demo(say: Callable[[str], None], *, reset: bool, port: int, home: Path = HOME) -> None:
    """Serves until Ctrl-C, and says the page's address as soon as it answers.

    What happened is kept in `home`; a fresh one begins with a few days' talk.
    """
    asked = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, asked.set)
    filled = home / "filled"
    fresh = _prepare(home, filled, reset)
    clock = DemoClock(home / "clock")
    service: Service | None = None

    def working() -> Service:
        """The bot; a page that was left open may press before there is one."""
        if service is None or service.loop is None:
            raise Refused("starting", "The demo is just starting. Please try again in a moment.")
        return service

    sandbox = Sandbox(
        MANIFEST,
        clock=clock,
        state=home / "slack.json",
        on_advance=lambda: working().wake(),
        run_due=lambda: working().live(),
    )
    if fresh:
        scene.parts(sandbox)  # What does not fit is told before anything begins.
    await _start(sandbox, port)
    settings = _settings(sandbox, home)
    now = clock.now()
    if fresh:
        await _remember(sandbox, settings.database_url, now)
        now = turn_back(clock)
    service = Service(settings, clock)
    try:
        await service.start()
        if fresh:
            await play(sandbox, clock, now)
            settle(sandbox)
            if service.loop is not None:
                await service.loop.every_minute()
            filled.touch()
        say(f"Teachback's demo is at {sandbox.page_url} (Ctrl-C stops it).")
        await asked.wait()
    finally:
        await sandbox.time_travel.stop()
        await service.stop()
        await sandbox.stop()


def _prepare(home: Path, filled: Path, reset: bool) -> bool:
    """Makes room for the demo's files; whether it starts afresh."""
    if home.exists() and (reset or not filled.exists()):
        # A first run that was interrupted left half a story: it begins again.
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    return not filled.exists()


async def _remember(sandbox: Sandbox, url: str, now: datetime) -> None:
    """The weeks before, which the bot finds when it begins."""
    await asyncio.to_thread(migrate, url)
    database = Database.open(url)
    await database.run(tell, sandbox, at=now)
    await database.close()


async def _start(sandbox: Sandbox, port: int) -> None:
    """Starts on the usual port, or on any other when that one is taken."""
    try:
        await sandbox.start(port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        await sandbox.start(0)


def _settings(sandbox: Sandbox, home: Path) -> Settings:
    return Settings.given(
        slack_bot_token=sandbox.bot_token,
        slack_app_token=sandbox.app_token,
        slack_api_url=sandbox.api_url,
        database_url=f"sqlite:///{(home / 'teachback.db').absolute()}",
        health_port=0,
        teachback_facilitators=sandbox.person(scene.common().facilitator).id,
    )
