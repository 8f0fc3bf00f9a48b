"""What every table is made of: the base, row numbers, Slack ids and instants."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

Key = BigInteger().with_variant(Integer(), "sqlite")
"""Row numbers: 64 bits on Postgres, SQLite's own rowid there."""

NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""A row that is taken out gives its number to no other: buttons and what was asked go by it."""

SlackId = String(32)

NOBODY = "~"
"""Stands, or begins what stands, where a member's id was taken away; Slack's ids begin with a letter."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused, because nobody knows whose midnight it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; instants are aware and in UTC")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        # One function a value: a digest reads tens of thousands of them.
        return _read if dialect.name == "sqlite" else _in_utc


def _read(text: str | None) -> datetime | None:
    """SQLite keeps words, of which none says that it is UTC."""
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def _in_utc(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
