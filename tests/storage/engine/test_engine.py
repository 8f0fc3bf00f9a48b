"""The bridge to the database: what is written, what is not, and who hears of it."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from storage.engine.database import Busy, Database
from storage.engine.jobs import BEHIND_SECONDS, Job, JobQueue
from storage.engine.postgres import WRITERS
from storage.models.workspace import Topic
from storage.outbox import outbox

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def add(session: Session, name: str) -> str:
    session.add(Topic(workspace_id="T1", name=name))
    session.flush()
    return name


def refuse(session: Session, name: str) -> None:
    add(session, name)
    raise ValueError(name)


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Topic.name).order_by(Topic.name)))


def rename(session: Session, name: str, new: str) -> None:
    session.execute(text("UPDATE topics SET name = :new WHERE name = :name"), {"name": name, "new": new})


def owe(session: Session, number: int) -> None:
    outbox.say(session, "T1", f"questions.card:{number}", "questions.card", number, "C1", at=NOW)


class Gate:
    """A verb that stays inside its transaction until it is let go."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self, session: Session, name: str = "gate") -> str:
        add(session, name)
        self.entered.set()
        assert self.opened.wait(10)
        return name

    async def is_entered(self) -> None:
        assert await asyncio.to_thread(self.entered.wait, 10)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another process holds what a writer of the topic `held` needs."""
    engine = create_engine(url)
    with engine.connect() as other:
        if engine.dialect.name == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        rename(Session(other), "held", "held elsewhere")
        yield
        other.rollback()
    engine.dispose()


async def test_what_a_verb_wrote_is_there_when_it_returns(database: Database) -> None:
    assert await database.run(add, "sql") == "sql"
    assert await database.read(names) == ["sql"]


async def test_a_verb_that_raises_leaves_nothing_and_its_own_error_is_heard(database: Database) -> None:
    with pytest.raises(ValueError, match="sql"):
        await database.run(refuse, "sql")
    assert await database.read(names) == []


async def test_a_verb_that_breaks_a_rule_of_the_database_leaves_nothing(database: Database) -> None:
    def twice(session: Session) -> None:
        add(session, "sql")
        add(session, "sql")

    with pytest.raises(SQLAlchemyError):
        await database.run(twice)
    assert await database.read(names) == []


async def test_a_verb_that_raises_takes_nothing_of_those_beside_it(database: Database) -> None:
    gate = Gate()
    first = asyncio.create_task(database.run(gate, "first"))
    await gate.is_entered()
    # These wait together, and on SQLite they share the next commit.
    verbs: list[Callable[..., Any]] = [add, refuse, add, refuse, add]
    others = [asyncio.create_task(database.run(verb, f"t{number}")) for number, verb in enumerate(verbs)]
    await asyncio.sleep(0)
    gate.opened.set()
    heard = await asyncio.gather(*others, return_exceptions=True)
    assert await first == "first"
    assert [type(each) for each in heard] == [str, ValueError, str, ValueError, str]
    assert await database.read(names) == ["first", "t0", "t2", "t4"]


async def test_verbs_that_nobody_waits_for_let_others_pass_but_come_to_their_turn(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    gate, order = Gate(), list[str]()
    first = asyncio.create_task(database.run(gate))
    await gate.is_entered()
    in_order = [database.run_behind, database.run_behind, database.run, database.run]
    waiting = [
        asyncio.create_task(run(lambda _, name=name: order.append(name)))
        for run, name in zip(in_order, ("tick", "tock", "ann", "ben"), strict=True)
    ]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(first, *waiting)
    assert order == ["ann", "ben", "tick", "tock"]
    await database.close()


def test_the_line_serves_who_let_others_pass_for_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    line, now = JobQueue(), 100.0
    monkeypatch.setattr("storage.engine.jobs.time", SimpleNamespace(monotonic=lambda: now))
    jobs = [Job(lambda _: None, behind=True), Job(lambda _: None)]
    now += BEHIND_SECONDS * 1.5
    late = Job(lambda _: None)
    for job in (*jobs, late):
        line.put(job)
    assert line.take(9) == [jobs[1]]
    assert line.take(9) == [jobs[0]]
    assert line.take(9) == [late]
    line.close()
    assert line.take() == []


async def test_five_hundred_writers_count_to_five_hundred(database: Database) -> None:
    def count(session: Session) -> None:
        # The row is locked by its update, so that nobody counts from a number that is old.
        session.execute(text("UPDATE topics SET position = position + 1"))
        session.execute(text("UPDATE topics SET name = position"))

    await database.run(lambda session: session.execute(text("ALTER TABLE topics ADD position INTEGER")))
    await database.run(add, "counter")
    await database.run(lambda session: session.execute(text("UPDATE topics SET position = 0")))
    for _ in range(10):
        await asyncio.gather(*(database.run(count) for _ in range(50)))
    assert await database.read(names) == ["500"]


async def test_who_waits_too_long_for_a_lock_is_told_and_nothing_is_written(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("sqlite", "postgres"):
        monkeypatch.setattr(f"storage.engine.{module}.LOCK_SECONDS", 0.2)
    database = Database.open(database_url)
    await database.run(add, "held")

    def write(session: Session) -> None:
        add(session, "unwritten")
        rename(session, "held", "mine")

    with locked(database_url), pytest.raises(Busy, match="another writer held the database"):
        await database.run(write)
    assert await database.read(names) == ["held"]
    await database.close()


async def test_who_waits_too_long_for_a_turn_is_told_and_never_runs(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = [Gate() for _ in range(WRITERS)]
    held = [asyncio.create_task(database.run(gate, f"gate {n}")) for n, gate in enumerate(gates)]
    await gates[0].is_entered()
    late = asyncio.create_task(database.run(add, "late"))
    await asyncio.sleep(0)
    much_later = time.monotonic() + 10
    monkeypatch.setattr("storage.engine.jobs.time", SimpleNamespace(monotonic=lambda: much_later))
    for gate in gates:
        gate.opened.set()
    with pytest.raises(Busy, match="waited too long for its turn"):
        await late
    await asyncio.gather(*held, return_exceptions=True)
    assert "late" not in await database.read(names)


async def test_whoever_looks_does_not_wait_for_those_who_write(database: Database) -> None:
    gates = [Gate() for _ in range(12)]
    writing = [asyncio.create_task(database.run(gate, f"gate {n}")) for n, gate in enumerate(gates)]
    await gates[0].is_entered()
    assert await database.read(names) == []
    for gate in gates:
        gate.opened.set()
    await asyncio.gather(*writing)
    assert len(await database.read(names)) == 12


async def test_whoever_looks_cannot_write(database: Database) -> None:
    with pytest.raises(SQLAlchemyError):
        await database.read(add, "sneaked in")
    assert await database.read(names) == []


async def test_the_outbox_is_woken_once_it_is_written_and_only_then(database: Database) -> None:
    woken: list[int] = []
    count = text("SELECT count(*) FROM outbox")
    probe = create_engine(database.url)

    def listen() -> None:
        with probe.connect() as connection:
            woken.append(connection.scalar(count) or 0)

    def owe_and_raise(session: Session) -> None:
        owe(session, 2)
        raise ValueError

    database.on_owed(listen)
    await database.run(add, "sql")
    with pytest.raises(ValueError):  # noqa: PT011 - the verb's own
        await database.run(owe_and_raise)
    assert woken == []
    await database.run(owe, 1)
    assert woken == [1]
    probe.dispose()


async def test_a_listener_that_fails_keeps_nobody_from_writing(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.on_owed(lambda: 1 / 0)
    await database.run(owe, 1)
    await database.run(owe, 2)
    assert [record.message for record in caplog.records] == [
        "Nobody could be told that something is owed"
    ] * 2


async def test_whoever_stops_waiting_does_not_undo_what_has_begun(database: Database) -> None:
    gate = Gate()
    impatient = asyncio.create_task(database.run(gate, "begun"))
    await gate.is_entered()
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    gate.opened.set()
    await database.run(add, "next")
    while "begun" not in await database.read(names):
        pass
    assert await database.read(names) == ["begun", "next"]


async def test_closing_finishes_what_is_in_hand(database_url: str) -> None:
    database = Database.open(database_url)
    gate = Gate()
    first = asyncio.create_task(database.run(gate, "first"))
    await gate.is_entered()
    others = [asyncio.create_task(database.run(add, f"t{number:02}")) for number in range(20)]
    await asyncio.sleep(0)
    closing = asyncio.create_task(database.close())
    gate.opened.set()
    await closing
    assert await asyncio.gather(first, *others) == ["first", *(f"t{number:02}" for number in range(20))]
    again = Database.open(database_url)
    assert len(await again.read(names)) == 21
    await again.close()


async def test_an_sqlite_that_rolls_back_by_itself_tells_everybody_who_shared_its_commit(
    sqlite_url: str,
) -> None:
    database = Database.open(sqlite_url)
    await database.run(
        lambda session: session.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON topics WHEN new.name = 'too much' "
                "BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END"
            )
        )
    )
    gate = Gate()
    first = asyncio.create_task(database.run(gate, "first"))
    await gate.is_entered()
    shared = [
        asyncio.create_task(database.run(add, name)) for name in ("before", "too much", "after", "and after")
    ]
    await asyncio.sleep(0)
    gate.opened.set()
    heard = await asyncio.gather(*shared, return_exceptions=True)
    assert await first == "first"
    assert [isinstance(each, Exception) for each in heard] == [True] * 4
    assert await database.read(names) == ["first"]
    assert await database.run(add, "later") == "later"
    await database.close()


async def test_a_full_disk_loses_nothing_that_was_told_to_be_written(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)

    def shrink(session: Session) -> None:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))

    await database.run(shrink)
    big = [database.run(add, f"{number:03}" + "x" * 3000) for number in range(40)]
    heard = await asyncio.gather(*big, return_exceptions=True)
    written = [each for each in heard if isinstance(each, str)]
    assert any(isinstance(each, (OperationalError, sqlite3.OperationalError)) for each in heard)
    assert await database.read(names) == written
    await database.close()


async def test_a_database_that_is_there_is_ready(database: Database) -> None:
    assert await database.ready() is None


async def test_an_sqlite_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    database = Database.open(f"sqlite:///{folder}/teachback.db")
    folder.rmdir()
    assert await database.ready() == "the database does not answer (OperationalError)"
    await database.close()


async def test_a_postgres_that_is_gone_is_told_in_words(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute("CREATE DATABASE gone")
        url = make_url(postgres).set(drivername="postgresql+psycopg", database="gone")
        database = Database.open(url.render_as_string(hide_password=False))
        assert await database.ready() is None
        admin.execute("DROP DATABASE gone WITH (FORCE)")
        assert await database.ready() == "the database does not answer (OperationalError)"
    await database.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_an_sqlite_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite needs a file"):
        Database.open(url)
