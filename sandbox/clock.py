"""Clocks: a wall clock that may be moved, seconds that never run backwards, and an agenda of what is due."""

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """A clock that tells the time as an aware UTC datetime."""

    def now(self) -> datetime:
        """The present instant."""


@runtime_checkable
class MovableClock(Clock, Protocol):
    """A clock that can be moved forward, as the demo's can."""

    def advance(self, by: timedelta) -> None:
        """Moves the present forward."""


class RealClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


class Stopwatch:
    """A counter of seconds, whether real time passed or the clock was moved forward."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._real = -1.0
        self._wall = clock.now().timestamp()
        self._gone = 0.0

    def seconds(self) -> float:
        """Seconds since the start, by whichever of the two clocks went further."""
        real, wall = asyncio.get_running_loop().time(), self._clock.now().timestamp()
        if self._real < 0:
            self._real = real
        self._gone += max(real - self._real, wall - self._wall, 0.0)
        self._real, self._wall = real, wall
        return self._gone


class Agenda:
    """A queue of calls that are due later by the stopwatch, run by the event loop or by moving the clock."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> int:
        """The number of calls that are still to happen."""
        return len(self._due)

    def later(self, delay: float, do: Callable[[], None]) -> None:
        """Runs `do` once `delay` seconds have gone by."""
        self._count += 1
        heapq.heappush(self._due, (self._seconds() + delay, self._count, do))
        self._set_alarm()

    def tick(self) -> None:
        """Runs everything that has fallen due."""
        if not self._due:
            return
        now = self._seconds()
        while self._due and self._due[0][0] <= now:
            heapq.heappop(self._due)[2]()
        self._set_alarm()

    def clear(self) -> None:
        """Forgets everything."""
        self._due.clear()
        if self._alarm:
            self._alarm.cancel()

    def _set_alarm(self) -> None:
        if self._alarm:
            self._alarm.cancel()
        self._alarm = None
        if self._due:
            delay = max(self._due[0][0] - self._seconds(), 0.001)
            self._alarm = asyncio.get_running_loop().call_later(delay, self.tick)
