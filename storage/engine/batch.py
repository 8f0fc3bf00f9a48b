"""Writes that return nothing, and that nobody reads before the last of them: one statement on Postgres."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from storage.engine.compiled import POSTGRES, Row, run
from storage.engine.dialect import is_postgres

_PARAMETER = re.compile(r"%\((\w+)\)s")


def write(session: Session, statement: Any, *rows: Row) -> None:
    """Runs a statement that returns nothing for each row: at once, or at the end of what goes `in_one_go`.

    The statement is one that is made once and kept: what is made of it is kept as well.
    """
    if (waiting := session.info.get(__name__)) is not None:
        waiting += [(statement, row) for row in rows]
    elif rows:
        run(session, statement, *rows)


@contextmanager
def in_one_go(session: Session) -> Iterator[None]:
    """Sends what is written in here together, when the block has ended well.

    A round trip, and all that Python and Postgres do for a statement, once instead of for each. They do not
    see one another's rows, and their order is Postgres' own.
    """
    if not is_postgres(session):
        yield
        return
    waiting: list[tuple[Any, Row]] = []
    session.info[__name__] = waiting
    try:
        yield
    finally:
        del session.info[__name__]
    if waiting:
        session.flush()
        together, own = _together(tuple((statement, tuple(row)) for statement, row in waiting))
        given = {
            f"{name}_{place}": value for place, (_, row) in enumerate(waiting) for name, value in row.items()
        }
        session.connection().exec_driver_sql(together, own | given)


@lru_cache(maxsize=200)
def _together(parts: tuple[tuple[Any, tuple[str, ...]], ...]) -> tuple[str, dict[str, Any]]:
    """The last statement with the others as its common table expressions, and the values of their own."""
    texts: list[str] = []
    own: dict[str, Any] = {}
    for place, (statement, columns) in enumerate(parts):
        compiled = statement.compile(dialect=POSTGRES, column_keys=columns)
        texts.append(_PARAMETER.sub(rf"%(\1_{place})s", compiled.string))
        own |= {f"{name}_{place}": value for name, value in compiled.params.items()}
    *before, last = texts
    named = ", ".join(f"part_{place} AS ({part})" for place, part in enumerate(before))
    return (f"WITH {named} {last}" if named else last), own
