"""The weekly digest: to whom it goes, what it tells, and who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import weeks
from learning.core.errors import LearningError
from learning.core.features import features
from learning.core.schedules import Occurrence
from learning.core.sockets.digest import Remark
from learning.core.weeks import Week
from learning.digests import figures, names, suggestions
from learning.digests.figures import Figures
from learning.digests.keys import Charts
from learning.digests.settings import ADMIN_CHANNEL
from learning.digests.suggestions import Suggestion
from learning.workspace import people, settings
from storage import discovery
from storage.models.outbox import Outbox
from storage.models.workspace import Preference
from storage.outbox import outbox, undelivered
from storage.outbox.recipients import is_person

OF_USE = timedelta(days=3)
"""How long after its hour a digest is still worth reading."""
NOBODY = "no admin channel is chosen, and no admin asked for the digest"
TOO_LATE = "the bot was away when it was due, and three days later it was of no use"


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest tells: a week with the seven before it, what to do next, and what it remarks besides.

    `trend` has the oldest week first; `so_far` when the newest is not over.
    """

    trend: tuple[Figures, ...]
    suggestions: tuple[Suggestion, ...]
    remarks: Mapping[Remark[Any], Any] = field(default_factory=dict)
    so_far: bool = False

    @property
    def this(self) -> Figures:
        return self.trend[-1]

    @property
    def before(self) -> Figures:
        return self.trend[-2]


def post(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """The digest falls due: it looks for what to do next, and is owed to everyone who gets it, once a week.

    It tells of the last week that was over on the occurrence's day. With nobody to tell, that is recorded.
    """
    week = week_of(session, occurrence)
    recipients = readers(session, occurrence.workspace_id)
    if not recipients:
        _record(session, occurrence, week, NOBODY, at)
        return
    suggestions.make(session, occurrence.workspace_id, week.monday, at=at)
    for recipient in recipients:
        owe(session, occurrence.workspace_id, week.monday, recipient, due_at=occurrence.at, at=at)


def missed(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """A digest that fell due while the bot was away, too long ago to be of use: recorded as skipped."""
    _record(session, occurrence, week_of(session, occurrence), TOO_LATE, at)


def owe(
    session: Session, workspace_id: str, monday: date, recipient: str, *, due_at: datetime, at: datetime
) -> None:
    """Owes somebody the digest of a week; the same again changes nothing."""
    key = _key(monday, recipient)
    if not outbox.is_known(session, workspace_id, key):
        outbox.say(
            session,
            workspace_id,
            key,
            names.WEEKLY,
            monday.toordinal(),
            recipient,
            at=at,
            due_at=due_at,
            of_use=OF_USE,
        )


def owe_charts(
    session: Session, workspace_id: str, monday: date, recipient: str, part: int, *, at: datetime
) -> None:
    """Owes the thread of a digest this part of its further charts."""
    key, number = str(Charts(names.CHARTS, monday.isoformat(), recipient, part)), monday.toordinal()
    outbox.say(session, workspace_id, key, names.CHARTS, number, recipient, at=at, of_use=OF_USE)


def thread(session: Session, workspace_id: str, monday: date, recipient: str) -> str | None:
    """Where somebody's digest was posted; None when it was not."""
    return session.scalar(
        select(Outbox.message_ts).where(
            Outbox.workspace_id == workspace_id, Outbox.key == _key(monday, recipient)
        )
    )


def refused(session: Session, workspace_id: str, monday: date, recipient: str, *, at: datetime) -> None:
    """The admin channel cannot be posted in: each admin gets the digest instead."""
    if not is_person(recipient):
        for admin in people.admins(session, workspace_id):
            owe(session, workspace_id, monday, admin, due_at=at, at=at)


def readers(session: Session, workspace_id: str) -> tuple[str, ...]:
    """Who gets the digest: the admin channel if one is chosen, and admins who asked for it."""
    channel_id = settings.get(session, workspace_id)[ADMIN_CHANNEL]
    asked = session.scalars(
        select(Preference.member_id).where(Preference.workspace_id == workspace_id, Preference.digest)
    ).all()
    admins = [number for number in people.admins(session, workspace_id) if number in asked]
    return (*([channel_id] if channel_id else []), *admins)


def week_of(session: Session, occurrence: Occurrence) -> Week:
    """The week that an occurrence tells of: the last one that was over."""
    zone = settings.zone(session, occurrence.workspace_id)
    return weeks.week_of(occurrence.at, zone).before


def posted(session: Session, workspace_id: str, monday: date, *, at: datetime) -> Digest:
    """What the digest of the week of this Monday says now (UTC)."""
    week = Week(monday, settings.zone(session, workspace_id))
    reading = figures.reading(session, workspace_id, week, at=at)
    return Digest(
        trend=figures.count(reading),
        suggestions=suggestions.of_week(session, workspace_id, monday, at=at),
        remarks={remark: remark.find(reading) for remark in known_remarks().values()},
        so_far=week.until > at,
    )


@cache
def known_remarks() -> Mapping[str, Remark[Any]]:
    """The remarks that activities plug in, by name."""
    return discovery.unique(
        "remarks of the digest",
        (
            (activity, remark.name, remark)
            for activity, feature in features().items()
            for remark in feature.digest.remarks
        ),
    )


def read(
    session: Session, workspace_id: str, member_id: str, day: date | None = None, *, at: datetime
) -> Digest:
    """The digest as an admin reads it: of the week that `day` lies in, or of this week so far.

    The week so far shows what the last digest proposed. Raises `NotAllowed`, in words that say who may, and
    `LearningError` for a week to come.
    """
    may_read(session, workspace_id, member_id)
    zone = settings.zone(session, workspace_id)
    now = weeks.week_of(at, zone)
    week = weeks.of_day(day, zone) if day else now
    if week.monday > now.monday:
        raise LearningError("That week is still to come. Type /digest to see how this one goes.")
    briefing = posted(session, workspace_id, week.monday, at=at)
    if week == now and not briefing.suggestions:
        last = suggestions.of_week(session, workspace_id, week.before.monday, at=at)
        briefing = replace(briefing, suggestions=last)
    return briefing


def may_read(session: Session, workspace_id: str, member_id: str) -> None:
    """Raises `NotAllowed`, in words that say who may, unless it is an admin."""
    people.only_admins(session, workspace_id, member_id, "The digest is for admins.")


def _key(monday: date, recipient: str) -> str:
    return outbox.key(names.WEEKLY, monday.isoformat(), recipient)


def _record(session: Session, occurrence: Occurrence, week: Week, why: str, at: datetime) -> None:
    undelivered.skip(
        session,
        occurrence.workspace_id,
        outbox.key(names.WEEKLY, week.monday.isoformat()),
        names.WEEKLY,
        week.monday.toordinal(),
        why,
        due_at=occurrence.at,
        at=at,
    )
