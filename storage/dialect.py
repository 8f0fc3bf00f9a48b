"""The few words that SQLite and Postgres pronounce alike but SQLAlchemy keeps in two places."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def insert(session: Session, table: type[DeclarativeBase]) -> "sqlite.Insert | postgresql.Insert | Any":
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if is_postgres(session) else sqlite.insert(table)


def insert_new(session: Session, table: type[DeclarativeBase], **values: object) -> bool:
    """Inserts a row unless its key is taken; whether it was new."""
    return insert_key(session, table, **values) is not None


def insert_key(session: Session, table: type[DeclarativeBase], **values: object) -> Any:
    """Inserts a row unless its key is taken; the first column of its primary key, or None if it was there."""
    return session.execute(_insert_new(table, is_postgres(session)), values).scalar()


def insert_for(table: type[DeclarativeBase], postgres: bool) -> Any:
    """An INSERT that knows ON CONFLICT, for a statement that is made once and gets its values each time."""
    rows: Any = table.__table__
    return postgresql.insert(rows) if postgres else sqlite.insert(rows)


def among(column: str, name: str, postgres: bool) -> str:
    """SQL for a column that is one of those in the parameter `name`, which `listed` makes.

    However many there are, the statement stays the same, so that it is prepared once.
    """
    return f"{column} = ANY(:{name})" if postgres else f"{column} IN (SELECT value FROM json_each(:{name}))"


def listed(session: Session, values: Iterable[object]) -> object:
    """Several values as the one parameter of `among`."""
    return list(values) if is_postgres(session) else json.dumps(list(values))


@cache
def _insert_new(table: type[DeclarativeBase], postgres: bool) -> Any:
    """Made once: making a statement takes Python ten times as long as running one that it knows."""
    return insert_for(table, postgres).on_conflict_do_nothing().returning(table.__mapper__.primary_key[0])
