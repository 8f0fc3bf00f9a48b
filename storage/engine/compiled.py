"""Statements that run for whoever waits: made into the driver's words once, and handed to it as they are.

SQLAlchemy does several times as much around a short statement as the database does in it. What comes back is
what the driver makes of it, so this is for writes, and for reading texts and numbers. No default is made here
that SQLAlchemy would call a function for.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Dialect
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.orm import DeclarativeBase, Session

from storage.engine.dialect import insert_for, is_postgres

Row = Mapping[str, Any]
POSTGRES: Dialect = psycopg.dialect()  # type: ignore[no-untyped-call]
SQLITE: Dialect = pysqlite.dialect()


class _Value(NamedTuple):
    """A value of a statement: its name, what it is where a row has none, and how the driver takes it."""

    name: str
    own: Any
    adapt: Callable[[Any], Any] | None

    def of(self, row: Row) -> Any:
        value = row.get(self.name, self.own)
        return value if self.adapt is None else self.adapt(value)


def run(session: Session, statement: Any, *rows: Row) -> CursorResult[*tuple[Any, ...]]:
    """Runs a statement for each row of values, all with the same names, past what the session does around it.

    The statement is one that is made once and kept: what is made of it is kept as well.
    """
    postgres = is_postgres(session)
    words = _prepared(statement, tuple(rows[0]), postgres)[0]
    given = [prepared(statement, row, postgres=postgres)[1] for row in rows]
    return session.connection().exec_driver_sql(words, given[0] if len(given) == 1 else given)


def prepared(statement: Any, row: Row, *, postgres: bool) -> tuple[str, Any]:
    """A statement and a row of its values as the driver takes them."""
    words, values = _prepared(statement, tuple(row), postgres)
    if postgres:
        return words, {one.name: one.of(row) for one in values}
    return words, tuple(one.of(row) for one in values)


def insert_new(session: Session, table: type[DeclarativeBase], **values: object) -> bool:
    """Inserts a row unless its key is taken; whether it was new."""
    return insert_key(session, table, **values) is not None


def insert_key(session: Session, table: type[DeclarativeBase], **values: object) -> Any:
    """Inserts a row unless its key is taken; the first column of its primary key, or None if it was there."""
    return run(session, _insert_new(table, is_postgres(session)), values).scalar()


@cache
def _insert_new(table: type[DeclarativeBase], postgres: bool) -> Any:
    return insert_for(table, postgres).on_conflict_do_nothing().returning(table.__mapper__.primary_key[0])


@lru_cache(maxsize=500)
def _prepared(statement: Any, given: tuple[str, ...], postgres: bool) -> tuple[str, tuple[_Value, ...]]:
    """The statement as the driver takes it, and its values: on SQLite in their order."""
    dialect = POSTGRES if postgres else SQLITE
    compiled = statement.compile(dialect=dialect, column_keys=given)
    own = dict(compiled.params)
    for column in compiled.insert_prefetch:
        assert column.default.is_scalar, f"{column} has its value in the row: nothing here makes it"
        own[column.key] = column.default.arg
    return compiled.string, tuple(
        _Value(name, own[name], compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in (own if postgres else compiled.positiontup)
    )
