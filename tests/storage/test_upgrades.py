"""A database that an earlier release wrote is opened by this one, and goes on where it was."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.orm import Session

from learning.questions import knowledge, questions
from storage import migrate
from storage.engine.database import Database
from storage.outbox import claims

DATABASES = Path(__file__).parent / "databases"
COMPANY, LEARNING, LIAM = "T0D4CBET3F", "C0NP7RAWGV", "U0FWQ1NCEC"
AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
"""When it was written: eight weeks of the demo, after which one question still waits to be said."""


@pytest.fixture
def written(database_url: str, postgres: str, tmp_path: Path) -> Iterator[str]:
    """A database with what revision 0015 kept in it, of the same kind as `database_url`."""
    if database_url.startswith("sqlite"):
        path = tmp_path / "written.db"
        path.write_bytes(gzip.decompress((DATABASES / "0015.sqlite.gz").read_bytes()))
        yield f"sqlite:///{path}"
        return
    url = make_url(database_url)
    name = f"{url.database}_written"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        url = url.set(database=name)
        with psycopg.connect(url.set(drivername="postgresql").render_as_string(False)) as writer:
            writer.execute(gzip.decompress((DATABASES / "0015.postgres.sql.gz").read_bytes()))
        yield url.render_as_string(False)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def schema(url: str) -> dict[str, list[str]]:
    """All that a database says of its tables, in words that can be compared."""
    engine = create_engine(url)
    look = inspect(engine)
    parts: dict[str, Any] = {
        "columns": look.get_multi_columns(),
        "primary key": {table: [key] for table, key in look.get_multi_pk_constraint().items()},
        "indexes": look.get_multi_indexes(),
        "unique keys": look.get_multi_unique_constraints(),
        "foreign keys": look.get_multi_foreign_keys(),
    }
    engine.dispose()
    return {
        f"{part} of {table}": sorted(json.dumps(row, default=str, sort_keys=True) for row in rows)
        for part, tables in parts.items()
        for (_, table), rows in tables.items()
    }


def counted(url: str) -> dict[str, int]:
    """How many rows each table has."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in inspect(engine).get_table_names()
        }
    engine.dispose()
    return found


def test_a_database_of_revision_0015_becomes_like_a_new_one_and_keeps_every_row(
    database_url: str, written: str
) -> None:
    before = counted(written)
    assert migrate.current(written) == "0015"
    assert min(before.values()) > 0, "every table has rows"
    migrate.migrate(written)
    after = counted(written)
    assert migrate.current(written) == migrate.head()
    assert schema(written) == schema(database_url)
    assert {table: after[table] for table in before} == before


async def test_a_database_of_revision_0015_opens_and_goes_on(written: str) -> None:
    migrate.migrate(written)
    database = Database.open(written)

    def goes_on(session: Session) -> None:
        wording = questions.word("How do I drain a node? #kubernetes")
        asked = questions.ask(
            session, COMPANY, LIAM, wording, channel_id=LEARNING, request_key="view:later", at=AT
        )
        assert asked.state == "open"
        found = knowledge.find(session, COMPANY, "draining nodes", here=LEARNING)
        assert [one.question_id for one in found] == [asked.question_id]
        alike = knowledge.similar(session, COMPANY, "Why is an index not used?", here=LEARNING)
        assert [(one.text, one.state) for one in alike] == [
            ("When is an index not used although it is there?", "answered")
        ]

    def owed(session: Session) -> list[tuple[str, str]]:
        taken = claims.claim(session, "later", at=AT, lease=timedelta(minutes=1), limit=100, machine=AT)
        return [(one.kind, one.recipient_id) for one in taken if one.workspace_id == COMPANY]

    try:
        await database.run(goes_on)
        assert await database.run(owed) == [("questions.card", LEARNING)]
    finally:
        await database.close()
