"""Spans: the lines of the activity log between two moments, and the numbers of what they are about."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from learning.core.whose import Whose
from storage.models.activity_log import LogEntry


def within(workspace_id: str, since: datetime, until: datetime) -> ColumnElement[bool]:
    """The lines of the activity log from `since` to before `until` (UTC)."""
    return and_(LogEntry.workspace_id == workspace_id, LogEntry.at >= since, LogEntry.at < until)


def numbers(
    session: Session, workspace_id: str, verb: str, since: datetime, until: datetime
) -> tuple[int, int]:
    """The lowest and the highest number of what these lines of the log are about.

    What happens in a week is numbered in a row. Between the two a database reads a range of an index, however
    much there is besides; Postgres would else rather read a whole table than look up thousands of its rows.
    """
    low, high = session.execute(
        select(func.min(LogEntry.subject_id), func.max(LogEntry.subject_id)).where(
            within(workspace_id, since, until), LogEntry.verb == verb
        )
    ).one()
    return low or 0, high or 0


def about(whose: Whose, noun: str, *verbs: str) -> Select[int]:
    """The numbers of things of a kind that somebody did one of these verbs to."""
    return whose.rows(LogEntry, LogEntry.actor_id, number=LogEntry.subject_id).where(
        LogEntry.subject_kind == noun, LogEntry.verb.in_(verbs)
    )
