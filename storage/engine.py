"""The one bridge from the async shell to the sync core: verbs run on a worker thread, in one transaction."""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session as Session

P = ParamSpec("P")
T = TypeVar("T")

QUEUE_SECONDS = 1.0
"""How long a verb may wait for its turn."""
LOCK_SECONDS = 1.0
"""How long it may then wait for a lock: 2 s together, so that Slack's 3 s never pass in silence."""
BATCH = 64
"""How many waiting verbs may share one commit."""
READERS = 2
POSTGRES_CONNECTIONS = 8


class Busy(Exception):
    """The database did not take the work in time; nothing was written."""


class Store(Protocol):
    """What differs between SQLite's one writer and Postgres's pool."""

    def submit(self, job: "Job") -> None: ...
    def submit_read(self, job: "Job") -> None: ...
    def close(self) -> None: ...


@dataclass(slots=True)
class Job:
    """A verb that waits for its turn, and the future that hears of it."""

    verb: Callable[[Session], Any]
    future: Future[Any] = field(default_factory=Future)
    deadline: float = field(default_factory=lambda: time.monotonic() + QUEUE_SECONDS)
    result: Any = None
    error: BaseException | None = None
    wakes: bool = False

    def starts(self) -> bool:
        """Whether it may still run: once it has, nobody may be told that it was not written."""
        if not self.future.set_running_or_notify_cancel():
            return False
        if time.monotonic() > self.deadline:
            self.future.set_exception(Busy("waited too long for its turn"))
            return False
        return True

    def run(self, session: Session) -> None:
        try:
            self.result = self.verb(session)
            session.commit()
            self.wakes = "wake" in session.info
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the verb, whatever it is
            session.rollback()
            self.error = _plain(error)

    def settle(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class Database:
    """SQLite or Postgres behind one door: `run` writes in one transaction, `read` only looks."""

    def __init__(self, url: str, engine: Engine, store: Store) -> None:
        self.url = url
        self.engine = engine
        self._store = store
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    def open(cls, url: str) -> "Database":
        """Opens (and for SQLite creates) the database at an SQLAlchemy URL."""
        if make_url(url).get_backend_name() == "sqlite":
            writer, readers = _sqlite_engine(url), _sqlite_engine(url, read_only=True)
            database = cls(url, writer, _SqliteStore(writer, readers, lambda: database._woken()))
        else:
            engine = _postgres_engine(url)
            database = cls(url, engine, _PostgresStore(engine, lambda: database._woken()))
        return database

    async def run(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a verb in one transaction: commit on return, roll back on raise.

        Raises `Busy` when its turn did not come in time; then nothing was written.
        """
        result: T = await self._wait(self._store.submit, Job(lambda session: verb(session, *args, **kwargs)))
        return result

    async def read(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a verb that only looks; it never waits for those that write."""
        result: T = await self._wait(
            self._store.submit_read, Job(lambda session: verb(session, *args, **kwargs))
        )
        return result

    async def _wait(self, submit: Callable[[Job], None], job: Job) -> Any:
        submit(job)
        waiting = asyncio.wrap_future(job.future)
        # Shielded: a verb that has begun will commit, so giving up must not look like a roll-back.
        return await asyncio.shield(waiting)

    def on_owed(self, listener: Callable[[], None]) -> None:
        """Calls `listener`, on a worker thread, after each commit that put something into the outbox."""
        self._listeners.append(listener)

    def _woken(self) -> None:
        for listener in self._listeners:
            listener()

    async def ready(self) -> str | None:
        """None when the database answers, else the reason in words."""
        try:
            await self.read(lambda session: session.execute(text("SELECT 1")))
        except (Busy, SQLAlchemyError) as error:
            return f"the database does not answer ({type(error).__name__})"
        return None

    async def close(self) -> None:
        """Finishes what is in hand, then closes every connection."""
        await asyncio.to_thread(self._store.close)


class _SqliteStore:
    """SQLite has one writer: one connection, one thread, and verbs that wait together share a commit."""

    def __init__(self, writer: Engine, readers: Engine, woken: Callable[[], None]) -> None:
        self._engine, self._readers, self._woken = writer, readers, woken
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write_forever, name="database-writer", daemon=True)
        self._thread.start()
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="database-reader")

    def submit(self, job: Job) -> None:
        self._queue.put(job)

    def submit_read(self, job: Job) -> None:
        self._pool.submit(_run_alone, self._readers, job)

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()
        self._pool.shutdown()
        self._engine.dispose()
        self._readers.dispose()

    def _write_forever(self) -> None:
        while (first := self._queue.get()) is not None:
            jobs = [first]
            stop = False
            while len(jobs) < BATCH:
                try:
                    job = self._queue.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    stop = True
                    break
                jobs.append(job)
            self._write([job for job in jobs if job.starts()])
            if stop:
                return

    def _write(self, jobs: list[Job]) -> None:
        if not jobs:
            return
        try:
            with self._engine.connect() as connection, connection.begin():
                for job in jobs:
                    # Each in its savepoint: one that raises takes nothing of the others with it.
                    with Session(
                        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
                    ) as session:
                        job.run(session)
                _still_in_transaction(connection)
        except Exception as error:  # noqa: BLE001 - every verb of the batch hears why it was not written
            for job in jobs:
                job.error = _plain(error)
        if any(job.wakes and job.error is None for job in jobs):
            self._woken()
        for job in jobs:
            job.settle()


class _PostgresStore:
    """Postgres takes many writers: a pool of connections, a thread each."""

    def __init__(self, engine: Engine, woken: Callable[[], None]) -> None:
        self._engine, self._woken = engine, woken
        self._pool = ThreadPoolExecutor(POSTGRES_CONNECTIONS, thread_name_prefix="database")

    def submit(self, job: Job) -> None:
        self._pool.submit(_run_alone, self._engine, job, self._woken)

    def submit_read(self, job: Job) -> None:
        self._pool.submit(_run_alone, self._engine, job)

    def close(self) -> None:
        self._pool.shutdown()
        self._engine.dispose()


def _run_alone(engine: Engine, job: Job, woken: Callable[[], None] | None = None) -> None:
    if not job.starts():
        return
    try:
        with Session(engine, expire_on_commit=False) as session:
            job.run(session)
    except Exception as error:  # noqa: BLE001 - a connection that died while rolling back
        job.error = job.error or _plain(error)
    if woken and job.wakes and job.error is None:
        woken()
    job.settle()


def _plain(error: BaseException) -> BaseException:
    """Waits that ran out become `Busy`; everything else stays what it is."""
    if isinstance(error, PoolTimeoutError):
        return Busy("no connection was free in time")
    if isinstance(error, OperationalError) and isinstance(error, DBAPIError):
        words = str(error.orig)
        if "locked" in words or "lock timeout" in words or "statement timeout" in words:
            return Busy("another writer held the database")
    return error


def _still_in_transaction(connection: Connection) -> None:
    """SQLite may roll back by itself (disk full, I/O error); the commit after it would hide that."""
    raw: object = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    if not raw.in_transaction:
        raise sqlite3.OperationalError("SQLite rolled the transaction back; is the disk full?")


def _sqlite_engine(url: str, read_only: bool = False) -> Engine:
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
    event.listen(engine, "connect", partial(_sqlite_connect, read_only=read_only))
    event.listen(engine, "begin", _begin_deferred if read_only else _begin_immediate)
    return engine


def _sqlite_connect(raw: sqlite3.Connection, _record: object, *, read_only: bool) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA cache_size=-16000")
    if read_only:
        raw.execute("PRAGMA query_only=ON")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgres_engine(url: str) -> Engine:
    lock, statement = int(LOCK_SECONDS * 1000), int(2 * LOCK_SECONDS * 1000)
    return create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_timeout=QUEUE_SECONDS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 2,
            "tcp_user_timeout": 2500,
            "options": f"-c lock_timeout={lock} -c statement_timeout={statement} -c timezone=UTC",
        },
    )
