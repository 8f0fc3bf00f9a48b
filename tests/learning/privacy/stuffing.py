"""A database in which everything that can be held about somebody is held about them."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Date, String, Text
from sqlalchemy.orm import Session

from learning.privacy import personal_data
from storage.models.base import Base, Instant, SlackId

T, ANA, BEN = "T1", "UANA", "UBEN"
WHEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COLUMNS, NOBODYS = personal_data.columns(), personal_data.nobodys()
_MODELS = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
_STATES = {
    "questions": "answered",
    "requests": "accepted",
    "half_hours": "agreed",
    "lunches": "over",
    "seats": "going",
    "outbox": "waiting",
    "circles": "ended",
    "rounds": "over",
}
_LOCAL = {"local": "2026-03-12T12:00", "zone": "UTC", "facts": "{}", "value": "1", "kinds": "[]"}
_numbers = count(1000)


def member_columns() -> set[tuple[str, str]]:
    """Every column that can hold a person's id, as the tables say."""
    return {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.type is SlackId and column.name not in ("workspace_id", "channel_id")
    } - NOBODYS


def secret(member_id: str) -> str:
    """Words that are theirs, unlike any other."""
    return f"secret{next(_numbers)} of{member_id.removeprefix('U').lower()}"


def make(session: Session, model: type[Any], *, at: datetime = WHEN, **given: Any) -> Any:
    """A row of a table, with the rows that it hangs on; people are Ben unless said otherwise."""
    values: dict[str, Any] = {}
    for column in model.__table__.columns:
        if column.name in given:
            continue
        if column.foreign_keys:
            (key,) = column.foreign_keys
            if not column.nullable:
                parent = make(session, _MODELS[key.column.table.name], at=at)
                values[column.name] = parent.id
            continue
        if column.primary_key and column.name == "id" and column.type is not SlackId:
            continue
        values[column.name] = _value(model.__tablename__, column, at)
    row = model(**values | given)
    session.add(row)
    session.flush()
    return row


def _value(table: str, column: Any, at: datetime) -> Any:
    if column.name == "workspace_id":
        return T
    if (table, column.name) in member_columns():
        return None if column.nullable else BEN
    if column.type is SlackId:
        return "C1"
    if column.name == "state":
        return _STATES.get(table, "over")
    if column.name in _LOCAL:
        return _LOCAL[column.name]
    if isinstance(column.type, Instant):
        return at
    if isinstance(column.type, Date):
        return date(2026, 3, 2)
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, String | Text):
        length = column.type.length or 64
        return f"{table}{next(_numbers)}"[-length:]
    return next(_numbers)


def stuff(session: Session, member_id: str, *, at: datetime = WHEN) -> dict[str, int]:
    """Makes a row for each way in which something is held about a member; how many by title."""
    for holding in COLUMNS:
        given: dict[str, Any] = {holding.column: member_id}
        given |= {column: secret(member_id) for column in holding.words}
        for key in holding.keys:
            given[key] = f"{key}:{member_id}:{next(_numbers)}"
        if holding.model.__tablename__ == "members":
            given |= {"name": member_id.removeprefix("U").lower(), "appointed": None, "granted": "member"}
        elif "name" in holding.table.c and holding.table.c.name.type.length:
            given["name"] = f"n{next(_numbers)}"
        make(session, holding.model, at=at, **given)
    return {holding.title: 1 for holding in COLUMNS}


def everything(session: Session) -> list[str]:
    """Every text in every table, as `table.column: words`."""
    found = []
    for table in Base.metadata.sorted_tables:
        for row in session.execute(table.select()).mappings():
            found += [
                f"{table.name}.{name}: {value}" for name, value in row.items() if isinstance(value, str)
            ]
    return found
