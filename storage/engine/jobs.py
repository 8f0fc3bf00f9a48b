"""Verbs that wait for their turn: in which order, for how long, and the future that hears of each."""

import heapq
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

QUEUE_SECONDS = 1.0
"""How long a verb may wait for its turn."""
LOCK_SECONDS = 1.0
"""How long it may then wait for a lock: 2 s together, so that Slack's 3 s never pass in silence."""
BEHIND_SECONDS = 0.1
"""By how much a verb that nobody waits for lets others pass: it gets its turn even when they never end."""


class Busy(Exception):
    """The database did not take the work in time; nothing was written."""


@dataclass(slots=True)
class Job:
    """A verb that waits for its turn, and the future that hears of it."""

    verb: Callable[[Session], Any]
    behind: bool = False
    """Whether nobody waits for it, so that those somebody waits for go first."""
    future: Future[Any] = field(default_factory=Future)
    deadline: float = field(default_factory=lambda: time.monotonic() + QUEUE_SECONDS)
    result: Any = None
    error: BaseException | None = None
    wakes: bool = False
    """Whether it put something into the outbox."""

    def starts(self) -> bool:
        """Whether it may still run: once it has, nobody may be told that it was not written."""
        if not self.future.set_running_or_notify_cancel():
            return False
        if time.monotonic() > self.deadline:
            self.future.set_exception(Busy("waited too long for its turn"))
            return False
        return True

    def run(self, session: Session) -> None:
        """Runs the verb: commit on return, roll back on raise."""
        self.error, self.wakes = None, False
        try:
            self.result = self.verb(session)
            session.commit()
            self.wakes = "wake" in session.info
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the verb, whatever it is
            session.rollback()
            self.fails(error)

    def run_alone(self, engine: Engine) -> None:
        """Runs the verb in a transaction of its own."""
        try:
            with Session(engine, expire_on_commit=False) as session:
                self.run(session)
        except Exception as error:  # noqa: BLE001 - a connection that died while rolling back
            self.fails(error)

    def fails(self, error: BaseException) -> None:
        """Nothing of it is written. What went wrong first is what its caller hears."""
        self.error = self.error or _plain(error)

    @property
    def owes(self) -> bool:
        """Whether it is written that somebody is to hear something."""
        return self.wakes and self.error is None

    def settle(self) -> None:
        """Tells whoever waits."""
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class JobQueue:
    """Where jobs wait, in the order they came but for those that let others pass."""

    def __init__(self) -> None:
        self._jobs: list[tuple[float, int, Job]] = []
        self._count = 0
        self._changed = threading.Condition()
        self._closed = False

    def put(self, job: Job) -> None:
        """Comes to the end of the line."""
        with self._changed:
            self._count += 1
            rank = job.deadline + (BEHIND_SECONDS if job.behind else 0.0)
            heapq.heappush(self._jobs, (rank, self._count, job))
            self._changed.notify()

    def take(self, most: int = 1) -> list[Job]:
        """Waits for the next job; with it come those of its own sort that follow it. None, once closed."""
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            jobs = [heapq.heappop(self._jobs)[2]] if self._jobs else []
            while self._jobs and len(jobs) < most and self._jobs[0][2].behind == jobs[0].behind:
                jobs.append(heapq.heappop(self._jobs)[2])
            return jobs

    def close(self) -> None:
        """Nobody comes any more; those who wait are still served."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Store(Protocol):
    """What differs between SQLite's one writer and Postgres's many."""

    engine: Engine

    def submit(self, job: Job) -> None:
        """Runs a verb that writes when its turn comes."""

    def submit_read(self, job: Job) -> None:
        """Runs a verb that only looks."""

    def close(self) -> None:
        """Finishes what is in hand, then closes every connection."""


def _plain(error: BaseException) -> BaseException:
    """Waits that ran out become `Busy`; everything else stays what it is."""
    if isinstance(error, PoolTimeoutError):
        return Busy("no connection was free in time")
    if isinstance(error, OperationalError):
        words = str(error.orig)
        if "locked" in words or "lock timeout" in words or "statement timeout" in words:
            return Busy("another writer held the database")
    return error
