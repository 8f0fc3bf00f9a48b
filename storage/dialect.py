"""The few words that SQLite and Postgres pronounce alike but SQLAlchemy keeps in two places."""

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
    key = table.__mapper__.primary_key[0]
    statement = insert(session, table).values(**values).on_conflict_do_nothing().returning(key)
    return session.execute(statement).first() is not None
