"""What half hours tell other activities: who helped in one."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.half_hours import names
from storage.models.activity_log import LogEntry
from storage.models.half_hours import HalfHour


def helped(session: Session, workspace_id: str, since: datetime, until: datetime) -> Mapping[str, int]:
    """Who gave the half hours of which was said then (UTC) that they took place, and how many."""
    rows = session.execute(
        select(HalfHour.teacher_id, func.count(HalfHour.id.distinct()))
        .join(LogEntry, (LogEntry.subject_id == HalfHour.id) & (LogEntry.subject_kind == "half_hour"))
        .where(
            LogEntry.workspace_id == workspace_id,
            LogEntry.verb == names.Verbs.MET,
            LogEntry.at >= since,
            LogEntry.at < until,
        )
        .group_by(HalfHour.teacher_id)
    )
    return {str(member_id): times for member_id, times in rows}
