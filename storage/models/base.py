"""What every table is made of: the base, row numbers, Slack ids and instants."""

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

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return instant.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
