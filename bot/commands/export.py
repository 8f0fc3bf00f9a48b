"""`teachback export`: CSV files of one moment, all of them or none."""

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine

from learning.privacy import export as contents

AT_ONCE = 5000
TELL_EVERY = 250_000


def export(url: str, folder: Path, tell: Callable[[str], None]) -> int:
    """Writes a file for each activity, and the log; returns how many lines they have.

    What is written is one moment of the database, while the bot goes on. UTF-8, a header, instants in ISO
    8601 and UTC. Each file gets its name only when all are whole; an earlier export's are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts: dict[Path, Path] = {}
    total = 0
    try:
        with _moment(url) as connection:
            for name, statement in contents.files().items():
                whole = folder / f"{name}.csv"
                parts[whole] = part = folder / f".{name}.csv.{os.getpid()}.part"
                lines = _write(connection, statement, part, partial(_so_far, tell, name))
                tell(f"{name}: {lines:,}")
                total += lines
        for whole, part in parts.items():
            part.replace(whole)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return total


def cell(value: Any) -> str:
    """A value as a cell that no spreadsheet takes for a formula.

    Those look at `=`, `+`, `-`, `@`, tab and return at its beginning (OWASP, CSV injection): such words get
    an apostrophe before them.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return str(value)


@contextmanager
def _moment(url: str) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile, and writes nothing."""
    sqlite = url.startswith("sqlite")
    engine = (
        create_engine(url, connect_args={"isolation_level": None})
        if sqlite
        else create_engine(
            url, isolation_level="REPEATABLE READ", connect_args={"options": "-c timezone=UTC"}
        )
    )
    try:
        with engine.connect() as connection:
            if sqlite:
                connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN" if sqlite else "SET TRANSACTION READ ONLY")
            yield connection.execution_options(stream_results=True, yield_per=AT_ONCE)
    finally:
        engine.dispose()


def _write(connection: Connection, statement: Any, path: Path, tell: Callable[[int], None]) -> int:
    lines = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        found = connection.execute(statement)
        writer.writerow(found.keys())
        for rows in found.partitions(AT_ONCE):
            writer.writerows([cell(value) for value in row] for row in rows)
            lines += len(rows)
            if lines % TELL_EVERY == 0:
                tell(lines)
        file.flush()
        os.fsync(file.fileno())
    return lines


def _so_far(tell: Callable[[str], None], name: str, lines: int) -> None:
    tell(f"{name}: {lines:,} …")
