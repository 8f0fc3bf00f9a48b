"""Personal data: whom something is about, what is held, what deleting does to it, what is handed out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf
from storage.models.base import Base

KEEP, DELETE, ANONYMISE = "keep", "delete", "anonymise"
"""When someone's data is deleted: rows stay as they are, go, or stay for others under no name."""
TAKEN_BACK = "(deleted by its author)"
"""Stands for words that were deleted, where a row of them is shown to others."""


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """One column of member ids. `title` names it in what people download.

    `words` are emptied with the name, and hold what is written in their place; those in `known` are only
    emptied when their author wants it, because others find them again. `flags` are set with the name, always.
    A nameless row whose column is part of a key gets an id like nobody's, the same `within` one row of that
    column. `keys` are columns of text that may carry the id. `age` is the column by which a row counts as
    old. Where `besides` has the same id, they find the row under another title already.
    """

    title: str
    model: type[Base]
    column: str
    on_erasure: str
    words: Mapping[str, str] = field(default_factory=dict)
    known: bool = False
    flags: Mapping[str, bool] = field(default_factory=dict)
    within: str | None = None
    keys: tuple[str, ...] = ()
    age: str | None = None
    besides: str | None = None

    @property
    def table(self) -> Table:
        return _table(self.model)


class Named(NamedTuple):
    """A number that rows carry, and how what it is about is called: a download shows both."""

    number: str
    model: Any
    title: str
    column: str


class Parent(NamedTuple):
    """A number that rows carry of what they are as old as: a seat may be taken long before its lunch."""

    number: str
    model: Any
    age: Any


class Export(NamedTuple):
    """A file of `teachback export`: its name without its ending, and its rows in their order."""

    name: str
    rows: Callable[[], Select[*tuple[Any, ...]]]


def whole(
    model: type[Base],
    without: Collection[str] = (),
    instead: Mapping[str, ColumnElement[Any]] | None = None,
) -> Export:
    """A table as it is, in the order of its key: `without` columns that only the bot itself needs, and with
    others `instead` of those that would say who is nameless."""

    def rows() -> Select[*tuple[Any, ...]]:
        hidden = instead or {}
        columns = [
            hidden[column.name].label(column.name) if column.name in hidden else column
            for column in table.c
            if column.name not in without
        ]
        return select(*columns).order_by(*table.primary_key)

    table = _table(model)
    return Export(table.name, rows)


class Leave(Protocol):
    """Gives up what is to come for somebody, by the verbs by which people do."""

    def __call__(self, session: Session, workspace_id: str, member_id: str, /, *, at: datetime) -> object: ...


class Erase(Protocol):
    """What deleting does beyond columns, before they are emptied; returns what is left to do afterwards."""

    def __call__(
        self, session: Session, workspace_id: str, member_id: str, /, *, at: datetime
    ) -> Callable[[], None] | None: ...


class Expire(Protocol):
    """Empties more of what is older than `before` (UTC), at most `limit` rows; returns how many."""

    def __call__(self, session: Session, workspace_id: str, *, before: datetime, limit: int) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Personal data of an activity: what it holds about people, in the order in which they read it.

    `nobodys` are columns (table, column) with Slack's ids that are no person's, beside every `workspace_id`
    and `channel_id`. Tables in `unexported` are no activity. When somebody's data is deleted, all activities
    `leave` first, what somebody asked of others is taken back by `withdraw` then, and `erase` comes last.
    """

    shelf: Shelf = Shelf.LOOK_AFTER
    columns: tuple[PersonalColumn, ...] = ()
    nobodys: tuple[tuple[str, str], ...] = ()
    named: tuple[Named, ...] = ()
    parents: tuple[Parent, ...] = ()
    exports: tuple[Export, ...] = ()
    unexported: tuple[type[Base], ...] = ()
    leave: tuple[Leave, ...] = ()
    withdraw: tuple[Leave, ...] = ()
    erase: tuple[Erase, ...] = ()
    expire: tuple[Expire, ...] = ()


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
