"""Postgres takes many writers: a pool of connections, a thread each; those that only look have their own.

Writers do not share a commit here: Postgres flushes those that come together as one, and a verb never holds
another's locks.
"""

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.engine.jobs import LOCK_SECONDS, QUEUE_SECONDS, Job, JobQueue

WRITERS = 12
READERS = 4
RESTED_SECONDS = 1.0
"""A connection that was unused for so long may have died unseen."""


class PostgresStore:
    """The writers' threads and the readers' threads."""

    def __init__(self, url: str, woken: Callable[[], None]) -> None:
        """Opens no connection yet; `woken` is called after each commit that put something into the outbox."""
        self.engine, self._readers = _engine(url), _engine(url, read_only=True)
        self._woken = woken
        self._line = JobQueue()
        self._writing = [
            threading.Thread(target=self._write_forever, name=f"database-writer_{number}", daemon=True)
            for number in range(WRITERS)
        ]
        for thread in self._writing:
            thread.start()
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="database-reader")

    def submit(self, job: Job) -> None:
        self._line.put(job)

    def submit_read(self, job: Job) -> None:
        self._reading.submit(self._read, job)

    def close(self) -> None:
        self._line.close()
        for thread in self._writing:
            thread.join()
        self._reading.shutdown()
        self.engine.dispose()
        self._readers.dispose()

    def _write_forever(self) -> None:
        while jobs := self._line.take():
            (job,) = jobs
            if job.starts():
                job.run_alone(self.engine)
                if job.owes:
                    self._woken()
                job.settle()

    def _read(self, job: Job) -> None:
        if job.starts():
            job.run_alone(self._readers)
            job.settle()


def _engine(url: str, read_only: bool = False) -> Engine:
    lock, statement = int(LOCK_SECONDS * 1000), int(2 * LOCK_SECONDS * 1000)
    options = f"-c lock_timeout={lock} -c statement_timeout={statement} -c timezone=UTC"
    engine = create_engine(
        url,
        # Who only looks needs no BEGIN and no COMMIT around it.
        isolation_level="AUTOCOMMIT" if read_only else "READ COMMITTED",
        pool_size=READERS if read_only else WRITERS,
        max_overflow=0,
        pool_timeout=QUEUE_SECONDS,
        connect_args={
            "connect_timeout": 2,
            "tcp_user_timeout": 2500,
            "options": f"{options} -c default_transaction_read_only={'on' if read_only else 'off'}",
        },
    )
    event.listen(engine, "checkin", _rests)
    event.listen(engine, "checkout", partial(_lives, engine.dialect))
    return engine


def _rests(_raw: object, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _lives(dialect: Dialect, raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A connection that rested is asked whether it still lives; one that was just used need not be."""
    if time.monotonic() - record.info.get("rests_since", math.inf) < RESTED_SECONDS:
        return
    try:
        alive = dialect.do_ping(raw)
    except psycopg.Error:
        alive = False
    if not alive:
        raise DisconnectionError  # The pool then makes another.
