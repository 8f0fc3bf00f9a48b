"""Time travel: moving the clock from one thing that is due to the next, in sight of every page."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sandbox.errors import Refused
from sandbox.state.context import Change, Context
from sandbox.wires.delivery import Delivery

STRIDE = timedelta(minutes=30)
"""The longest step of the clock before the app looks at it again, unless somebody is in a hurry."""
FURTHEST = timedelta(days=366)
HEARING_SECONDS = 3.0
RunDue = Callable[[], Awaitable[datetime | None]]
"""A callback that does all that is due by now, and returns when (UTC) the next thing falls due, if known."""


class TimeTravel:
    """The queue of moves of the clock, one after the other. Without `run_due` each of them is one jump."""

    def __init__(self, ctx: Context, delivery: Delivery, run_due: RunDue | None) -> None:
        self._ctx = ctx
        self._delivery = delivery
        self._run_due = run_due
        self._turn = asyncio.Lock()
        self._stopped = False
        self.until: datetime | None = None
        """The instant (UTC) that the clock is on its way to, if it is."""

    async def by(self, time: timedelta) -> None:
        """Moves the clock so much further, from where the moves before this one lead; raises `Refused`."""
        async with self._turn:
            await self._go(self._ctx.clock.now() + time, STRIDE)

    async def to(self, until: datetime, *, stride: timedelta = STRIDE) -> None:
        """Moves the clock there (UTC); one that is over by now moves nothing. Raises `Refused`."""
        async with self._turn:
            await self._go(until, stride)

    async def stop(self) -> None:
        """Ends the move where it is by now, and those that wait for it."""
        self._stopped = True
        async with self._turn:
            pass

    async def _go(self, until: datetime, stride: timedelta) -> None:
        ctx = self._ctx
        far = until - ctx.clock.now()
        if far > FURTHEST:
            raise Refused("too_far", "That is more than a year ahead.")
        if self._run_due is None:
            ctx.advance(max(far, timedelta()))
            return
        self.until = until
        ctx.changed(Change("clock"))
        try:
            while not self._stopped:
                due = await self._run_due()
                await self._heard()
                now = ctx.clock.now()
                if now >= until:
                    break
                then = now + stride
                if due is not None:
                    # What is due but not said yet waits for its channel, which hears one thing in this time.
                    then = min(then, max(due, now + timedelta(seconds=ctx.limits.post_interval)))
                ctx.advance(min(then, until) - now)
        finally:
            self.until = None
            ctx.changed(Change("clock"))

    async def _heard(self) -> None:
        """Waits for the answers to what people did just now: time that flies would be too late for them."""
        delivery = self._delivery
        with suppress(AssertionError):
            await self._ctx.until(lambda: not (delivery.connected and delivery.busy), HEARING_SECONDS)
