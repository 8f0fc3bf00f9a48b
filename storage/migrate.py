"""Brings a database to the newest schema, one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, make_url, text

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 8_203_141
"""Any number nobody else uses for a Postgres advisory lock in this database."""


def migrate(url: str) -> None:
    """Runs the migrations that are missing; whoever comes second waits, then finds nothing to do."""
    if current(url) == head():
        return  # As on nearly every start, which then need not even load Alembic.
    with _connection(url) as connection, _alone(url, connection):
        _upgrade(connection)
        connection.commit()


def current(url: str) -> str | None:
    """The revision a database is at; None when it has never been migrated."""
    with _connection(url) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def head() -> str:
    """The newest revision this version knows: its migrations' files are called by their revisions."""
    return max(path.stem.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    path = make_url(url).database
    if url.startswith("sqlite") and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _alone(url: str, connection: Connection) -> Iterator[None]:
    """An advisory lock on Postgres, a lock file beside the database on SQLite; both go with their holder."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            yield
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
        return
    with open(f"{make_url(url).database}.migrating", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
