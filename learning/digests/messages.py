"""Kinds of messages of the digest: whom each names, and what it is about."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.messages import NOBODY, MessageKind
from learning.core.whose import Whose
from learning.digests import names, suggestions
from storage.models.digests import Suggestion
from storage.models.outbox import Outbox


def _weeks(whose: Whose) -> Collection[int]:
    """Weeks with a suggestion about or done by them, or with something told by their name in the eight weeks
    before."""
    decided = whose.rows(Suggestion, Suggestion.decided_by, number=Suggestion.week)
    about = select(Suggestion.week).where(suggestions.about(whose.workspace_id, whose.id))
    weeks = {week.toordinal() for query in (decided, about) for week in whose.session.scalars(query)}
    told = (find(whose) for feature in features().values() for find in feature.digest.told_at)
    for at in (instant for instants in told for instant in instants):
        monday = at.date() - timedelta(days=at.weekday())
        # A week to either side, wherever the workspace's clock is.
        weeks |= {(monday + timedelta(weeks=number)).toordinal() for number in range(-1, 10)}
    return weeks


def _week(session: Session, row: Outbox) -> str:
    return f"{date.fromordinal(row.subject_id):%-d %B %Y}"


MESSAGES = (
    MessageKind(names.WEEKLY, _weeks, _week),
    MessageKind(names.CHARTS, NOBODY, _week),
)
