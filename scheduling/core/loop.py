"""The APScheduler loop: its ticks look at the database, which alone knows what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.web.async_client import AsyncWebClient

from learning.core import ticks
from learning.core.clock import Clock
from learning.core.sockets.time import Step
from scheduling.core.features import render_kinds
from scheduling.core.outbox import Outbox
from storage import received
from storage.engine.database import Busy, Database, Session
from storage.outbox import outbox

T = TypeVar("T")
log = logging.getLogger(__name__)

TICK_SECONDS = 1
STEP_SECONDS = 2
MINUTE_SECONDS = 60
SEARCHES, SEARCH_SECONDS = 10, 1.0
"""How often a step searches for somebody, and for how long: a flood of what waits takes its turn."""
BATCHES = 20
"""How often in a row old rows of one sort are looked for; what is left then waits for the next hour."""
KEEP_DELIVERIES = timedelta(days=2)
"""Slack's last retry of an event comes within the hour; two days also cover a clock that was wrong."""


class Loop:
    """Runs the outbox and the ticks; a commit that owes something wakes the outbox at once."""

    def __init__(
        self,
        database: Database,
        client: AsyncWebClient,
        clock: Clock,
        *,
        call_seconds: float = 10.0,
    ) -> None:
        # Two of one name stop the start, and nobody's message waits while all of them are looked for.
        render_kinds()
        ticks.after_search()
        self._database, self._clock = database, clock
        self._turn = asyncio.Lock()
        self._stopping = False
        self.outbox = Outbox(database, client, clock, call_seconds=call_seconds)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
        )
        self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS, id="outbox.tick")
        self._scheduler.add_job(self.step, "interval", seconds=STEP_SECONDS, id="teaching.step")
        self._scheduler.add_job(self.every_minute, "interval", seconds=MINUTE_SECONDS, id="teaching.minute")
        self._scheduler.add_job(self._tidy, "interval", hours=1, id="deliveries.forget")

    def start(self) -> None:
        """Begins with whatever was left by the last run."""
        self._database.on_owed(self.outbox.wake)
        self.outbox.start()
        self._scheduler.start()

    def every(self, time: timedelta, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Has something else done again and again: what the other door looks at anew."""

        async def look() -> None:
            try:
                await work()
            except Busy:
                log.info("The database is busy; %s waits for its next time", name)

        self._scheduler.add_job(look, "interval", seconds=time.total_seconds(), id=name)

    async def stop(self, seconds: float = 2.0) -> None:
        """Finishes what is on its way, at most so long, and leaves the rest for the next start."""
        self._stopping = True
        if self._scheduler.running:
            self._scheduler.pause()
        ends = asyncio.get_running_loop().time() + seconds
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._turn:
                pass  # A step in hand ends first: the database closes after this.
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self.outbox.stop(max(0.0, ends - asyncio.get_running_loop().time()))

    def trouble(self) -> str | None:
        """Why nothing would be said, in words, or None while the loop runs."""
        if not self.outbox.working or not self._scheduler.running:
            return "The loop that says things in Slack is not running."
        return None

    async def _tick(self) -> None:
        self.outbox.wake()

    async def step(self) -> None:
        """Moves on what waited long enough: questions nobody answered, half hours nobody agreed to."""
        async with self._turn:
            try:
                await self._step(self._clock.now())
            except Busy:
                log.info("The database is busy; what waited waits for the next tick")

    async def _step(self, now: datetime) -> None:
        for search in ticks.of_step(Step.SEARCH):
            ends = asyncio.get_running_loop().time() + SEARCH_SECONDS
            for _ in range(SEARCHES):
                if self._stopping:
                    return
                if asyncio.get_running_loop().time() > ends or not await self._do(search, now):
                    break
        for verb in ticks.after_search():
            await self._do(verb, now)

    async def _do(self, verb: Callable[..., T], now: datetime) -> T | None:
        """Runs one of the loop's verbs: what goes wrong in it keeps none of the others from their turn."""
        try:
            return await self._database.run_behind(verb, at=now)
        except Busy:
            raise
        except Exception:  # whatever it was, nothing of it is written, and the next tick tries it again
            log.exception("A step of the loop went wrong; the others go on")
            return None

    async def every_minute(self) -> None:
        """Does what has its turn once a minute: looks for somebody to host what several people want."""
        try:
            for verb in ticks.of_step(Step.MINUTE):
                await self._do(verb, self._clock.now())
        except Busy:
            log.info("The database is busy; what has its turn once a minute waits for the next one")

    async def live(self) -> datetime | None:
        """Does and says all that is due by now, for a clock that is moved faster than the ticks come.

        Returns when (UTC) the next thing that is known of is due, by now if its lane is not free yet.
        """
        await self.step()
        await self.every_minute()
        await self.outbox.say_due()
        try:
            return await self._database.read(_earliest)
        except Busy:
            return None

    async def _tidy(self) -> None:
        try:
            await self._database.run_behind(received.forget, self._clock.now() - KEEP_DELIVERIES)
            await self.expire()
        except Busy:
            log.info("The database is busy; what is old waits for the next tick")

    async def expire(self) -> None:
        """Does what comes once an hour, a little at a time: what is older than it may be kept goes."""
        for verb in ticks.sweeps():
            for _ in range(BATCHES):
                if self._stopping or not await self._database.run_behind(verb, at=self._clock.now()):
                    break


def _earliest(session: Session) -> datetime | None:
    known = (outbox.earliest(session), ticks.earliest(session))
    return min((one for one in known if one is not None), default=None)
