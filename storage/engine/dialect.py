"""The few words that SQLite and Postgres pronounce alike but SQLAlchemy keeps in two places."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def insert(session: Session, table: type[DeclarativeBase]) -> "sqlite.Insert | postgresql.Insert | Any":
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if is_postgres(session) else sqlite.insert(table)


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
