"""`python -m benchmarks.digests`: a digest from years of a large company, beside one from a tenth of them."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from benchmarks import plans, years
from benchmarks.servers import databases
from benchmarks.years import LAST, LONG, T
from learning.digests import digest, rules
from learning.workspace import settings
from messages.digests import digest as render
from storage.engine.database import Database

LINES, PEOPLE, TENTH, TIMES = 5_000_000, 10_000, 10, 5
TARGET, AS_LONG = 1.0, 1.5
"""Seconds until a digest is ready, and how much longer it may take than from a tenth of the log."""
GROWING = {"activities", "questions", "answers", "kudos", "kudos_recipients", "seats", "lunches", "outbox"}
"""The tables that only grow, of which no query may read all."""
NOW = LAST.until + timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one log came to: seconds, the first of a fresh connection and the median of `TIMES`; `scans` are
    the tables of which a query read all."""

    wrote: float
    first: float
    usual: float
    rules: float
    scans: frozenset[str]


def ready(session: Session) -> Any:
    """The digest of the newest week in its words, as the outbox has it."""
    return render.weekly(digest.posted(session, T, LAST.monday, at=NOW))


def suggested(session: Session) -> Any:
    """What to do next, which is looked for once a week."""
    return rules.find(session, T, at=NOW)


def measure(url: str, *, lines: int, people: int, long: timedelta) -> Taken:
    """Writes a log of so many lines over so long a time, and reads the digest from it."""
    began = time.perf_counter()
    years.write(url, activities=lines, people=people, long=long)
    wrote = time.perf_counter() - began
    database = Database.open(url)
    engine = database.engine
    with Session(engine) as session:
        settings.put(session, T, {"zone": LAST.zone})
        session.commit()
    scans = {
        table
        for verb in (ready, suggested)
        for found in plans.scanned(engine, verb).values()
        for table in found
    }
    engine.dispose()
    first = _timed(engine, ready)
    usual = median(_timed(engine, ready) for _ in range(TIMES))
    looked = median(_timed(engine, suggested) for _ in range(3))
    engine.dispose()
    return Taken(wrote, first, usual, looked, frozenset(scans))


def table(taken: dict[str, tuple[Taken, Taken]], lines: int, people: int) -> str:
    """All of it as text, each database with the whole log and the tenth."""
    out = [f"The weekly digest of {people:,} people, {lines:,} lines in the activity log", ""]
    out.append(f"{'':44}" + "".join(f"{name:>11}{'':9}" for name in taken) + "  target")

    def line(name: str, tell: Callable[[Taken, Taken], float], unit: str, target: float = 0) -> None:
        cells = ""
        for whole, tenth in taken.values():
            value = tell(whole, tenth)
            verdict = ("ok" if value < target else "MISSED") if target else ""
            cells += f"{value:8.2f} {unit:2} {verdict:8}"
        out.append(f"{name:44}{cells}{f'  < {target:g} {unit}' if target else ''}".rstrip())

    line("a digest is ready, on a fresh connection", lambda whole, _: whole.first, "s", TARGET)
    line("a digest is ready, usually", lambda whole, _: whole.usual, "s", TARGET)
    line("  from a tenth of the log, the same weeks", lambda _, tenth: tenth.usual, "s")
    line("  the whole beside the tenth", lambda whole, tenth: whole.usual / tenth.usual, "×", AS_LONG)
    line("what to do next is found, once a week", lambda whole, _: whole.rules, "s")
    line("  the whole beside the tenth", lambda whole, tenth: whole.rules / tenth.rules, "×")
    line("writing these years down", lambda whole, _: whole.wrote, "s")
    out.append("")
    for name, (whole, _) in taken.items():
        read = ", ".join(sorted(whole.scans & GROWING))
        out.append(f"{name}: {f'READS ALL OF {read}' if read else 'each query goes by an index'}.")
    return "\n".join(out) + "\n"


def main() -> None:
    """Measures both databases, one after the other."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.digests", description=__doc__)
    options.add_argument("--lines", type=int, default=LINES, help="in the activity log")
    options.add_argument("--people", type=int, default=PEOPLE)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as urls:
        taken = {}
        for name, url in urls.items():
            sys.stderr.write(f"… {given.lines:,} lines into {name}\n")
            whole = measure(url, lines=given.lines, people=given.people, long=LONG)
            tenth = measure(_another(url), lines=given.lines // TENTH, people=given.people, long=LONG / TENTH)
            taken[name] = (whole, tenth)
    sys.stdout.write(table(taken, given.lines, given.people))


def _another(url: str) -> str:
    """The address of one more empty database beside this one."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        return f"{url}.tenth"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE DATABASE tenth")
    return place.set(database="tenth").render_as_string(hide_password=False)


def _timed(engine: Any, verb: Callable[[Session], Any]) -> float:
    with Session(engine) as session:
        began = time.perf_counter()
        verb(session)
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
