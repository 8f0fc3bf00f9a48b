"""Figures: how learning is going, each defined here once."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning import hours, settings
from storage.models import Answer, Member, Question


def left_behind(session: Session, workspace_id: str, *, since: datetime, until: datetime) -> tuple[int, int]:
    """No question left behind: how many questions got a reply in time, and how many there were.

    Of those asked from `since` to before `until` (UTC) and not removed; in time is a reply by somebody else
    within one working day, which is as many working hours as the settings say, in the asker's zone.
    """
    first, working = func.min(Answer.answered_at), settings.of(session, workspace_id).hours
    rows = session.execute(
        select(Question.asked_at, Member.zone, first)
        .outerjoin(Answer, (Answer.question_id == Question.id) & (Answer.author_id != Question.asker_id))
        .outerjoin(Member, (Member.workspace_id == Question.workspace_id) & (Member.id == Question.asker_id))
        .where(
            Question.workspace_id == workspace_id,
            Question.state.in_(("open", "answered")),
            Question.asked_at >= since,
            Question.asked_at < until,
        )
        .group_by(Question.id, Question.asked_at, Member.zone)
    ).all()
    in_time = sum(
        reply is not None and reply <= hours.after(at, working.a_day, zone or "UTC", working)
        for at, zone, reply in rows
    )
    return in_time, len(rows)
