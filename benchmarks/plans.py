"""How a database goes about each query: what it would read through from end to end."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from storage.models.base import Base

_PARTIAL = {
    index.name
    for table in Base.metadata.tables.values()
    for index in table.indexes
    if index.dialect_kwargs.get("sqlite_where") is not None
}
"""Indexes of a few of a table's rows, such as open questions: they do not grow with the years."""


def scanned(engine: Engine, verb: Callable[[Session], Any], *, forced: bool = False) -> dict[str, set[str]]:
    """The tables that each query of a verb reads through without an index, by the query's beginning.

    With `forced`, Postgres is asked for an index wherever there is one that would do: a table of few rows it
    rightly reads through, and only what it would do with millions is of interest.
    """
    asked: list[tuple[str, Any]] = []

    def listen(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")) and not many:
            asked.append((statement, parameters))

    with engine.connect() as connection, Session(connection) as session:
        if forced and engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        event.listen(connection, "before_cursor_execute", listen)
        verb(session)
        event.remove(connection, "before_cursor_execute", listen)
        return {statement: _scans(connection, statement, parameters) for statement, parameters in asked}


def _scans(connection: Connection, statement: str, parameters: Any) -> set[str]:
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        cursor.execute(f"EXPLAIN {statement}", parameters)
        steps = [str(row[0]).strip(" ->") for row in cursor.fetchall()]
        return {step.split(" on ")[1].split()[0] for step in steps if "Seq Scan on " in step}
    cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [str(row[3]) for row in cursor.fetchall()]
    # SEARCH goes by an index, or by the row's number; SCAN reads through a table, or through an index.
    scans = [step for step in steps if step.startswith("SCAN ") and step.split()[-1] not in _PARTIAL]
    return {step.split()[1] for step in scans}
