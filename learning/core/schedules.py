"""What comes again: RFC 5545 rules over local wall times, each occurrence acted on once or passed over."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from dateutil.rrule import rrulestr
from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from learning.core import wallclock
from storage.engine.dialect import insert
from storage.models.schedules import Schedule

log = logging.getLogger(__name__)

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of the week in RFC 5545's words, Monday first."""
_MARGIN = timedelta(days=1, hours=2)
"""More than any clock change moves a wall time."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a schedule comes: its instant in UTC, and its date on the schedule's own calendar."""

    workspace_id: str
    kind: str
    subject_id: int
    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What an occurrence brings. One that came longer ago than `of_use` is handed to `missed` instead.

    Both are verbs: (session, occurrence, *, at). They must be of no effect when done again.
    """

    act: Callable[..., None]
    missed: Callable[..., None]
    of_use: timedelta


def put(
    session: Session,
    workspace_id: str,
    kind: str,
    subject_id: int,
    rule: str,
    local: datetime,
    zone: str,
    *,
    until: date | None = None,
    at: datetime,
) -> datetime | None:
    """Makes or changes what comes again; returns its next occurrence after `at`, None when none is left.

    One that comes as it did before is left alone, so that what fell due meanwhile is still acted on. `rule`
    is an RFC 5545 recurrence rule without its end, `local` the naive wall time in the IANA `zone` that it
    counts from, `until` the last date. Raises `ValueError` for a rule that is none.
    """
    values = {"rule": rule, "local": local.isoformat("T", "minutes"), "zone": zone, "until": until}
    row = session.scalars(_one(workspace_id, kind, subject_id).with_for_update()).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return row.next_at
    coming = next(after(rule, local, zone, at, until=until), None)
    session.execute(
        insert(session, Schedule)
        .values(workspace_id=workspace_id, kind=kind, subject_id=subject_id, next_at=coming, **values)
        .on_conflict_do_update(
            index_elements=["workspace_id", "kind", "subject_id"], set_={**values, "next_at": coming}
        )
    )
    if row is not None:
        session.expire(row)
    return coming


def drop(session: Session, workspace_id: str, kind: str, subject_id: int) -> None:
    """It comes no more."""
    session.execute(
        delete(Schedule).where(
            Schedule.workspace_id == workspace_id, Schedule.kind == kind, Schedule.subject_id == subject_id
        )
    )


def upcoming(session: Session, workspace_id: str, kind: str, subject_id: int) -> datetime | None:
    """When it comes next, in UTC; None when it does not."""
    row = session.scalars(_one(workspace_id, kind, subject_id)).first()
    return row.next_at if row else None


def earliest(session: Session) -> datetime | None:
    """When the first of all that comes again comes next (UTC)."""
    return session.scalar(select(func.min(Schedule.next_at)))


def fall_due(session: Session, plans: Mapping[str, Plan], *, at: datetime, limit: int = 20) -> int:
    """Acts on what has come since it was last looked at; returns how many schedules moved on.

    Of several occurrences that were missed together, only the last is acted on, and only if it is still of
    use; each of the others is handed to its plan's `missed`. One that goes wrong stays due, and holds up no
    other. Several bots may do this at once: the rows they move are locked.
    """
    rows = session.scalars(
        select(Schedule)
        .where(Schedule.next_at <= at, Schedule.kind.in_(plans))
        .order_by(Schedule.next_at, Schedule.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    moved = 0
    for row in rows:
        what = f"{row.kind} {row.subject_id}"
        try:
            with session.begin_nested():
                _act(session, row, plans[row.kind], at)
            moved += 1
        except OperationalError:
            raise
        except Exception:  # whatever it was, nothing of it is written, and the next look tries it again
            log.exception("What was due of %s went wrong", what)
    return moved


def _act(session: Session, row: Schedule, plan: Plan, at: datetime) -> None:
    assert row.next_at is not None
    local = datetime.fromisoformat(row.local)
    coming = after(row.rule, local, row.zone, row.next_at, until=row.until)
    came = [row.next_at, *takewhile(lambda one: one <= at, coming)]
    row.next_at = next(after(row.rule, local, row.zone, at, until=row.until), None)
    session.flush()
    for one in came:
        day = wallclock.wall(one, row.zone).date()
        occurrence = Occurrence(row.workspace_id, row.kind, row.subject_id, one, day)
        of_use = one == came[-1] and at - one <= plan.of_use
        (plan.act if of_use else plan.missed)(session, occurrence, at=at)


def after(
    rule: str, local: datetime, zone: str, at: datetime, *, until: date | None = None
) -> Iterator[datetime]:
    """The instants (UTC) of a rule after `at`, in order: one a local date.

    A wall time that comes twice is its first; one in the gap of a spring change moves to the gap's end.
    """
    times = rrulestr(rule, dtstart=local)
    begin = max(local, wallclock.wall(at, zone) - _MARGIN)
    for wall in times.xafter(begin, inc=True):
        if until is not None and wall.date() > until:
            return
        instant = wallclock.instant(wall, zone)
        if instant > at:
            yield instant


def _one(workspace_id: str, kind: str, subject_id: int) -> Select[Schedule]:
    return select(Schedule).where(
        Schedule.workspace_id == workspace_id, Schedule.kind == kind, Schedule.subject_id == subject_id
    )
