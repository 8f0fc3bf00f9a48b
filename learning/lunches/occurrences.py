"""The sittings of a series: this one alone, or with all to come; found, locked, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.lunches import announcements, invitations, lunches, names, waitlist
from learning.lunches.lunches import Card
from storage.models.lunches import Lunch, Series

THIS, ALL = "this", "all"
"""What a change of a sitting in a series is about: this one, or this one and all to come."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The sittings that were changed, and the one it began with as it is now."""

    card: Card
    occurrences: int


def lock(session: Session, workspace_id: str, lunch_id: int, scope: str) -> None:
    """Those who change a whole series do it one after the other."""
    if scope == ALL:
        of_it = select(Lunch.series_id).where(Lunch.id == lunch_id, Lunch.workspace_id == workspace_id)
        session.execute(select(Series.id).where(Series.id.in_(of_it)).with_for_update())


def in_scope(session: Session, lunch: Lunch, scope: str, *, at: datetime) -> Sequence[Lunch]:
    """The sitting alone, or with all to come of its series, soonest first, locked."""
    if scope != ALL or lunch.series_id is None:
        return [lunch]
    return session.scalars(
        select(Lunch)
        .where(
            Lunch.series_id == lunch.series_id,
            Lunch.starts_at >= lunch.starts_at,
            Lunch.starts_at > at,
            Lunch.state.in_(("planned", "open")),
        )
        .order_by(Lunch.starts_at, Lunch.id)
        .with_for_update()
    ).all()


def call_off(session: Session, lunch: Lunch, why: str, *, by: str, at: datetime) -> None:
    """A sitting is cancelled: its card, those who wanted to come, and their calendars say so."""
    waitlist.settle(session, lunch, at=at)
    lunch.state, lunch.why, lunch.version = "cancelled", why, lunch.version + 1
    lunch.sequence += 1
    session.flush()
    lunches.log(session, lunch, by, names.Verbs.CANCELLED, at=at)
    announcements.changed(session, lunch, at=at)
    waitlist.call_off(session, lunch, at=at)
    invitations.tell(session, lunch, names.CANCELLED, by=by, at=at)
