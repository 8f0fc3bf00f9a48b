"""Rosters: a CSV of people with their teams and roles, taken whole or refused whole, line by line."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.workspace import audit, names, roles, settings, teams
from learning.workspace.people import RANK
from learning.workspace.settings import CSV
from storage.models.workspace import Member

COLUMNS = {
    "id": ("id", "userid", "user id", "member id", "slack id"),
    "email": ("email", "e-mail", "email address"),
    "team": ("team", "department"),
    "role": ("role",),
}
"""What a column may be called; `userid` is what Slack's own list of members says."""
NOBODY = "-"
"""In the team's column: no team any more. An empty cell changes nothing."""
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of a roster; None where the file says nothing, an empty team takes it away."""

    number: int
    id: str | None
    email: str | None
    team: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says, checked as far as it can be without knowing the people; what is not used of it."""

    lines: tuple[RosterRow, ...]
    unused: tuple[str, ...]

    @property
    def has_emails(self) -> bool:
        return any(line.id is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What changed: for how many the team, for how many the role; how many left, or keep a higher role."""

    teams: int
    roles: int
    gone: int
    kept: int


def read(raw: bytes) -> Roster:
    """Reads a file: commas, semicolons or tabs, UTF-8 with or without its mark.

    Raises `LearningError` with a sentence a line for everything that is wrong.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LearningError(f"Line {line} is not UTF-8. Save the file as “CSV UTF-8”.") from None
    first, rows = _rows(text)
    where, unused = _header(first)
    problems: list[str] = []
    lines: list[RosterRow] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        if any(cell.strip() for cell in row[len(first) :]) or len(row) < len(first):
            problems.append(f"Line {number} has {len(row)} cells, and the first line {len(first)}.")
            continue
        cells = {name: row[place].strip() for name, place in where.items()}
        problem = _problem(cells) or _twice(cells, number, seen)
        if problem:
            problems.append(f"Line {number}: {problem}")
            continue
        lines.append(_line(number, cells))
    _refuse(problems)
    if not lines:
        raise LearningError("There is nobody in the file, only its first line.")
    return Roster(tuple(lines), unused)


def bring_in(
    session: Session,
    workspace_id: str,
    roster: Roster,
    emails: Mapping[str, str],
    *,
    tell: Callable[[int], None] = lambda done: None,
    at: datetime,
) -> BroughtIn:
    """Writes a roster down, all of it or nothing; the same again changes nothing.

    `emails` tells the id for each address, in lower case; `tell` hears how many lines are done. Raises
    `LearningError` with a sentence a line for people nobody knows, roles that cannot be, and teams that come
    from elsewhere.
    """
    settings.lock(session, workspace_id)
    _check_source(session, workspace_id, roster)
    rows = session.scalars(select(Member).where(Member.workspace_id == workspace_id)).all()
    known = {row.id: row for row in rows if row.name}
    found = _found(roster, known, emails)
    gone = [number for number in found if known[number].is_gone]
    kept, changed = 0, 0
    # Who gets a role comes first: an admin may hand over in one file.
    given = sorted(found.items(), key=lambda one: -RANK[one[1].role or "member"])
    problems: list[str] = []
    for done, (member_id, line) in enumerate(given, 1):
        if done % 500 == 0 or done == len(given):
            tell(done)
        row = known[member_id]
        if line.role is None or row.is_gone or _stays(row, line.role):
            continue
        if RANK[line.role] < RANK[roles.elsewhere(row)[0]] and not row.is_guest:
            kept += 1
            continue
        try:
            outcome = roles.assign(session, workspace_id, None, member_id, line.role, at=at)
        except LearningError as refused:
            problems.append(f"Line {line.number}: {refused.sentence}")
            continue
        changed += outcome.before != outcome.role
    _refuse(sorted(problems, key=_number))
    moved = teams.put(
        session,
        workspace_id,
        {number: line.team for number, line in found.items() if line.team is not None and number not in gone},
    )
    if moved:
        audit.record(session, workspace_id, None, names.Verbs.IMPORTED_TEAMS, audit.TEAM, None, moved, at=at)
    return BroughtIn(moved, changed, len(gone), kept)


def _rows(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The first row, and each other that says anything, with the line it begins in."""
    marked = re.match(r"sep=([,;\t])\r?\n", text)
    skipped = 1 if marked else 0
    text = text[marked.end() :] if marked else text
    head = text.split("\n", 1)[0]
    separator = marked[1] if marked else max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)

    def numbered() -> Iterator[tuple[int, list[str]]]:
        while True:
            begins = reader.line_num + 1 + skipped
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise LearningError(
                    f"Line {begins} cannot be read. Is there a quotation mark that does not end?"
                ) from None
            if any(cell.strip() for cell in row):
                yield begins, row

    rows = numbered()
    first = next(rows, None)
    if first is None:
        raise LearningError("The file is empty.")
    return first[1], rows


def _header(cells: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column is, and the names of those that are not used."""
    names = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
    where: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(cells):
        column = names.get(" ".join(cell.casefold().split()))
        if column is None:
            unused.append(cell.strip())
        elif column in where:
            raise LearningError(f"Line 1 has two columns for the {column}. Leave one out.")
        else:
            where[column] = place
    if not where.keys() & {"id", "email"}:
        raise LearningError("Line 1 names no column id or email, by which people are found.")
    if not where.keys() & {"team", "role"}:
        raise LearningError("Line 1 names no column team or role, so there is nothing to bring in.")
    return where, tuple(filter(None, unused))


def _problem(cells: Mapping[str, str]) -> str | None:
    """What is wrong with one row, by itself."""
    if not (cells.get("id") or cells.get("email")):
        return "there is no id and no email."
    if cells.get("id") and not re.fullmatch(r"[UW][A-Z0-9]{2,30}", cells["id"]):
        return f"“{cells['id'][:40]}” is no member id, like U0123456789."
    if cells.get("email") and not re.fullmatch(r"[^\s@]+@[^\s@]+", cells["email"]):
        return f"“{cells['email'][:60]}” is no email address."
    if len(cells.get("team", "")) > teams.LONGEST:
        return f"the team's name is longer than {teams.LONGEST} characters."
    if cells.get("role", "").casefold() not in ("", *RANK):
        return f"“{cells['role'][:40]}” is no role; there are {', '.join(RANK)}."
    return None


def _twice(cells: Mapping[str, str], number: int, seen: dict[str, int]) -> str | None:
    for key in filter(None, (cells.get("id"), cells.get("email", "").casefold())):
        before = seen.setdefault(key, number)
        if before != number:
            return f"{key} was on line {before} already."
    return None


def _line(number: int, cells: Mapping[str, str]) -> RosterRow:
    team = cells.get("team") or None
    return RosterRow(
        number,
        cells.get("id") or None,
        cells.get("email", "").casefold() or None,
        "" if team == NOBODY else team and teams.name(team),
        cells.get("role", "").casefold() or None,
    )


def _check_source(session: Session, workspace_id: str, roster: Roster) -> None:
    source = settings.get(session, workspace_id)[settings.TEAM_SOURCE]
    if source != CSV and any(line.team is not None for line in roster.lines):
        whence = "profiles" if source == "profile" else "user groups"
        raise LearningError(
            f"Teams come from Slack's {whence} here, and would be overwritten. Choose the CSV in "
            "/learn settings first, or leave the team's column out."
        )


def _found(roster: Roster, known: Mapping[str, Member], emails: Mapping[str, str]) -> dict[str, RosterRow]:
    """The lines by the ids of their people."""
    problems: list[str] = []
    found: dict[str, RosterRow] = {}
    for line in roster.lines:
        by_email = emails.get(line.email or "")
        member_id = line.id or by_email
        row = known.get(member_id or "")
        if row is None or member_id is None:
            problems.append(f"Line {line.number}: nobody here is {line.id or line.email}.")
        elif line.id and by_email and by_email != line.id:
            problems.append(f"Line {line.number}: {line.email} belongs to {by_email}, not to {line.id}.")
        elif row.is_bot:
            problems.append(f"Line {line.number}: {line.id or line.email} is an app, not a person.")
        elif member_id in found:
            before = found[member_id].number
            problems.append(f"Line {line.number}: {line.id or line.email} was on line {before} already.")
        else:
            found[member_id] = line
    _refuse(problems)
    return found


def _stays(row: Member, role: str) -> bool:
    """Whether this is their role already; most lines of a roster say what was known before."""
    return role == ("member" if row.is_guest else roles.strongest(row)[0])


def _number(problem: str) -> int:
    return int(problem.split(":", 1)[0].removeprefix("Line "))


def _refuse(problems: list[str]) -> None:
    if not problems:
        return
    more = len(problems) - MOST_PROBLEMS
    shown = problems[:MOST_PROBLEMS] + ([f"… and {more} more."] if more > 0 else [])
    raise LearningError("\n".join(shown))
