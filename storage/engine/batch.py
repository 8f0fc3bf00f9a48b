"""Writes that return nothing, and that nobody reads before the last of them: sent together to Postgres."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage.engine.compiled import Row, prepared, run
from storage.engine.dialect import is_postgres


def write(session: Session, statement: Any, *rows: Row) -> None:
    """Runs a statement that returns nothing for each row: at once, or with what goes `in_one_go`.

    The statement is one that is made once and kept: what is made of it is kept as well.
    """
    cursor = session.info.get(__name__)
    if cursor is None:
        if rows:
            run(session, statement, *rows)
        return
    for row in rows:
        cursor.execute(*prepared(statement, row, postgres=True))


@contextmanager
def in_one_go(session: Session) -> Iterator[None]:
    """Sends what is written in here in psycopg's pipeline mode: no statement waits for the one before.

    What goes wrong is raised at the end of the block, and nothing of it is written.
    """
    if not is_postgres(session):
        yield
        return
    session.flush()
    database = session.connection()
    connection: Any = database.connection.driver_connection
    driver: Any = database.dialect.dbapi
    try:
        with connection.pipeline(), connection.cursor() as session.info[__name__]:
            yield
    except driver.Error as error:
        # In the words in which all else hears of what a database refuses, and without a statement's values.
        raise DBAPIError.instance(None, None, error, driver.Error, dialect=database.dialect) from error
    finally:
        session.info.pop(__name__, None)
