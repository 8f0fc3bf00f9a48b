"""Moving the clock the way time goes by: from one thing that is due to the next, in sight of every page."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sandbox.errors import Refused

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

STRIDE = timedelta(minutes=30)
"""How far the clock moves at most before the app looks at it again, unless somebody is in a hurry."""
FURTHEST = timedelta(days=366)
HEARING_SECONDS = 3.0
Live = Callable[[], Awaitable[datetime | None]]
"""Does all that is due by now, and returns when (UTC) the next thing that is known of falls due."""


class Journeys:
    """The clock's journeys, one after the other. Without an app that lives through them they are one jump."""

    def __init__(self, sandbox: "Sandbox", live: Live | None) -> None:
        self._sandbox = sandbox
        self._live = live
        self._turn = asyncio.Lock()
        self._stopped = False
        self.until: datetime | None = None
        """Where the clock is on its way to (UTC), if it is."""

    async def by(self, time: timedelta) -> None:
        """Moves the clock so much further, from where the journeys before this one lead; raises `Refused`."""
        async with self._turn:
            await self._go(self._sandbox.clock.now() + time, STRIDE)

    async def to(self, until: datetime, *, stride: timedelta = STRIDE) -> None:
        """Moves the clock there (UTC); one that is over by now moves nothing. Raises `Refused`."""
        async with self._turn:
            await self._go(until, stride)

    async def stop(self) -> None:
        """Ends the journey where it is by now, and those that wait for it."""
        self._stopped = True
        async with self._turn:
            pass

    async def _go(self, until: datetime, stride: timedelta) -> None:
        sandbox = self._sandbox
        far = until - sandbox.clock.now()
        if far > FURTHEST:
            raise Refused("too_far", "That is more than a year ahead.")
        if self._live is None:
            sandbox.advance(max(far, timedelta()))
            return
        self.until = until
        sandbox.pages.tell_clock()
        try:
            while not self._stopped:
                due = await self._live()
                await self._heard()
                now = sandbox.clock.now()
                if now >= until:
                    break
                then = now + stride
                if due is not None:
                    # What is due but not said yet waits for its channel, which hears one thing in this time.
                    then = min(then, max(due, now + timedelta(seconds=sandbox.limits.post_interval)))
                sandbox.advance(min(then, until) - now)
        finally:
            self.until = None
            sandbox.pages.tell_clock()

    async def _heard(self) -> None:
        """What people did just now is answered first: time that flies would be too late for it."""
        sandbox = self._sandbox
        with suppress(AssertionError):
            await sandbox.until(lambda: not (sandbox.connected and sandbox.delivery.busy), HEARING_SECONDS)
