"""SQLite has one writer: one connection, one thread, and verbs that wait together share a commit."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from storage.engine.jobs import LOCK_SECONDS, QUEUE_SECONDS, Job, JobQueue

BATCH = 64
"""How many waiting verbs may share one commit."""
READERS = 2


class SqliteStore:
    """The writer's thread and the readers' threads."""

    def __init__(self, url: str, woken: Callable[[], None]) -> None:
        """Opens the file; `woken` is called after each commit that put something into the outbox."""
        self.engine, self._readers = _engine(url), _engine(url, read_only=True)
        self._woken = woken
        self._line = JobQueue()
        self._thread = threading.Thread(target=self._write_forever, name="database-writer", daemon=True)
        self._thread.start()
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="database-reader")

    def submit(self, job: Job) -> None:
        self._line.put(job)

    def submit_read(self, job: Job) -> None:
        self._pool.submit(self._read, job)

    def close(self) -> None:
        self._line.close()
        self._thread.join()
        self._pool.shutdown()
        self.engine.dispose()
        self._readers.dispose()

    def _read(self, job: Job) -> None:
        if job.starts():
            job.run_alone(self._readers)
            job.settle()

    def _write_forever(self) -> None:
        while jobs := self._line.take(BATCH):
            self._write([job for job in jobs if job.starts()])

    def _write(self, jobs: list[Job]) -> None:
        if len(jobs) == 1:
            jobs[0].run_alone(self.engine)
        elif jobs and not self._write_together(jobs, "rollback_only"):
            self._write_together(jobs, "create_savepoint")
        if any(job.owes for job in jobs):
            self._woken()
        for job in jobs:
            job.settle()

    def _write_together(self, jobs: list[Job], mode: Literal["rollback_only", "create_savepoint"]) -> bool:
        """Runs them in one transaction; False when one raised, and nothing of any is written.

        With a savepoint each, one that raises takes nothing of the others with it; but FTS5 writes what it
        has of its index at every savepoint, so it is tried without first.
        """
        try:
            with self.engine.connect() as connection, connection.begin() as transaction:
                for job in jobs:
                    with Session(connection, join_transaction_mode=mode, expire_on_commit=False) as session:
                        job.run(session)
                    if not transaction.is_active:
                        return False
                    _still_in_transaction(connection)
        except Exception as error:  # noqa: BLE001 - every verb of the batch hears why it was not written
            for job in jobs:
                job.fails(error)
        return True


def _still_in_transaction(connection: Connection) -> None:
    """SQLite may roll back by itself (disk full, I/O error).

    What follows would then be written by itself, as if nothing had happened.
    """
    if not _raw(connection).in_transaction:
        raise sqlite3.OperationalError("SQLite rolled the transaction back; is the disk full?")


def _raw(connection: Connection) -> sqlite3.Connection:
    raw: object = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _engine(url: str, read_only: bool = False) -> Engine:
    path = make_url(url).database
    if not path or path == ":memory:":
        raise ValueError("SQLite needs a file: sqlite:///data/teachback.db")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=READERS if read_only else 1,
        max_overflow=0,
        pool_timeout=QUEUE_SECONDS,
        connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", partial(_connect, read_only=read_only))
    event.listen(engine, "begin", _begin_deferred if read_only else _begin_immediate)
    if not read_only:
        event.listen(engine, "commit", _still_in_transaction)
    return engine


def _connect(raw: sqlite3.Connection, _record: object, *, read_only: bool) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute(f"PRAGMA cache_size={-4000 if read_only else -16000}")
    if read_only:
        raw.execute("PRAGMA query_only=ON")


def _begin_deferred(connection: Connection) -> None:
    # Past SQLAlchemy: every look pays for what it does around a statement.
    _raw(connection).execute("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
