"""Personal data: whom something is about, what is held, what deleting does to it, what is handed out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Select, Table, or_, select
from sqlalchemy.orm import Session

from storage.models.base import Base

KEEP, DELETE, ANONYMISE = "keep", "delete", "anonymise"
"""When someone's data is deleted: rows stay as they are, go, or stay for others under no name."""
TAKEN_BACK = "(deleted by its author)"
"""Stands for words that were deleted, where a row of them is shown to others."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody whose rows, words and messages are looked for."""

    session: Session
    workspace_id: str
    id: str

    def rows(self, model: Any, *columns: Any, number: Any = None) -> Select[int]:
        """The numbers of a table's rows that have their id in one of these columns."""
        theirs = or_(*(column == self.id for column in columns))
        return select(model.id if number is None else number).where(
            model.workspace_id == self.workspace_id, theirs
        )


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """One column of member ids. `title` names it in what people download.

    `words` are emptied with the name, and hold what is written in their place; those in `known` are only
    emptied when their author wants it, because others find them again. `flags` are set with them. A nameless
    row whose column is part of a key gets an id like nobody's, the same `within` one row of that column.
    `keys` are columns of text that may carry the id. `age` is the column by which a row counts as old. Where
    `besides` has the same id, they find the row under another title already.
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
        table = self.model.__table__
        assert isinstance(table, Table)
        return table


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
    rows: Callable[[], Select[Any]]


class Leave(Protocol):
    """Gives up what is to come for somebody, by the verbs by which people do."""

    def __call__(self, session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None: ...


class Erase(Protocol):
    """What deleting does beyond the columns, before they are emptied; returns what is left to do afterwards."""

    def __call__(
        self, session: Session, workspace_id: str, member_id: str, *, at: datetime
    ) -> Callable[[], None] | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Personal data of an activity.

    `exports` are tables written as they are, by their names, and queries where something is hidden; tables in
    `unexported` are no activity. `expire` are verbs (session, *, at, limit) that empty more of what is old.
    """

    columns: tuple[PersonalColumn, ...] = ()
    named: tuple[Named, ...] = ()
    parents: tuple[Parent, ...] = ()
    exports: tuple[str | Export, ...] = ()
    unexported: tuple[str, ...] = ()
    leave: tuple[Leave, ...] = ()
    erase: tuple[Erase, ...] = ()
    expire: tuple[Callable[..., int], ...] = ()
