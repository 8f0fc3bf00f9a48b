"""The one bridge from the async shell to the sync core: verbs run on a worker thread, in one transaction."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.engine.jobs import LOCK_SECONDS, QUEUE_SECONDS, Busy, Job, Store
from storage.engine.sqlite import SqliteStore

__all__ = ["LOCK_SECONDS", "QUEUE_SECONDS", "Busy", "Database", "Session"]

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """SQLite or Postgres behind one door: `run` writes in one transaction, `read` only looks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._listeners: list[Callable[[], None]] = []
        self._store = _store(url, self._woken)

    @classmethod
    def open(cls, url: str) -> "Database":
        """Opens (and for SQLite creates) the database at an SQLAlchemy URL."""
        return cls(url)

    @property
    def engine(self) -> Engine:
        """The writers' engine."""
        return self._store.engine

    async def run(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a verb in one transaction: commit on return, roll back on raise.

        Raises `Busy` when its turn did not come in time; then nothing was written.
        """
        job = Job(lambda session: verb(session, *args, **kwargs))
        self._store.submit(job)
        result: T = await _outcome(job)
        return result

    async def run_behind(
        self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `run`, for what nobody waits for: verbs that somebody waits for go first."""
        job = Job(lambda session: verb(session, *args, **kwargs), behind=True)
        self._store.submit(job)
        result: T = await _outcome(job)
        return result

    async def read(self, verb: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a verb that only looks; it never waits for those that write."""
        job = Job(lambda session: verb(session, *args, **kwargs))
        self._store.submit_read(job)
        result: T = await _outcome(job)
        return result

    def on_owed(self, listener: Callable[[], None]) -> None:
        """Calls `listener`, on a worker thread, after each commit that put something into the outbox."""
        self._listeners.append(listener)

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

    def _woken(self) -> None:
        for listener in self._listeners:
            try:
                listener()
            except Exception:  # what is written stays written, and whoever wrote it hears so
                log.exception("Nobody could be told that something is owed")


def _store(url: str, woken: Callable[[], None]) -> Store:
    if make_url(url).get_backend_name() == "sqlite":
        return SqliteStore(url, woken)
    # Only where it is used: its driver takes nine megabytes.
    from storage.engine.postgres import PostgresStore

    return PostgresStore(url, woken)


async def _outcome(job: Job) -> Any:
    # Shielded: a verb that has begun will commit, so giving up must not look like a roll-back.
    return await asyncio.shield(asyncio.wrap_future(job.future))
