"""What the database holds about people: every column with a member's id, and what becomes of its rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.order import SHELVES
from learning.core.sockets.privacy import KEEP, Named, PersonalColumn, Privacy
from storage import discovery


@cache
def privacies() -> Mapping[str, Privacy]:
    """What each activity says of the personal data that it holds, in the order of shelves."""
    found = [(name, feature.privacy) for name, feature in features().items()]
    return dict(sorted(found, key=lambda one: SHELVES.index(one[1].shelf)))


@cache
def columns() -> tuple[PersonalColumn, ...]:
    """Every column with a member's id, in the order in which people read them: first what is kept of them,
    then by activity."""
    held = [(name, each.title, each) for name, privacy in privacies().items() for each in privacy.columns]
    return tuple(
        sorted(
            discovery.unique("titles of personal data", held).values(),
            key=lambda each: each.on_erasure != KEEP,
        )
    )


@cache
def nobodys() -> frozenset[tuple[str, str]]:
    """Columns with Slack's ids that are no person's, beside every `workspace_id` and `channel_id`."""
    return frozenset(each for privacy in privacies().values() for each in privacy.nobodys)


@cache
def named_numbers() -> Sequence[Named]:
    each = [(name, one.number, one) for name, privacy in privacies().items() for one in privacy.named]
    return tuple(discovery.unique("numbers with a name", each).values())


def collect(session: Session, workspace_id: str, member_id: str) -> dict[str, list[dict[str, object]]]:
    """Everything that is held about one person, by title; also what they asked without their name.

    Topics, lunches and circles are named; instants are ISO 8601, in UTC. What others wrote is theirs, and
    not in it.
    """
    found: dict[str, list[dict[str, object]]] = {}
    for holding in columns():
        table = holding.table
        theirs = [table.c.workspace_id == workspace_id, table.c[holding.column] == member_id]
        if holding.besides is not None:
            theirs.append(table.c[holding.besides] != member_id)
        rows = session.execute(select(table).where(*theirs).order_by(*table.primary_key.columns)).mappings()
        found[holding.title] = [
            {name: _plain(value) for name, value in row.items() if name != "workspace_id"} for row in rows
        ]
    for named in named_numbers():
        _name(session, found, named)
    return found


def _name(session: Session, found: dict[str, list[dict[str, object]]], named: Named) -> None:
    """Puts names beside the numbers of what rows are about."""
    number, model, title, column = named
    about = {row[number]: "" for rows in found.values() for row in rows if isinstance(row.get(number), int)}
    ids = sorted(about, key=str)
    for start in range(0, len(ids), 500):
        part = select(model.id, getattr(model, column)).where(model.id.in_(ids[start : start + 500]))
        about.update(dict(session.execute(part).all()))
    for rows in found.values():
        for row in rows:
            if row.get(number) in about:
                row[title] = about[row[number]]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)
