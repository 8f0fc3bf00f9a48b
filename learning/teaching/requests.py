"""Relief: who pauses after they were chosen, and before they were told, is left in peace."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.half_hours import teacher_requests
from learning.lunches import names as lunch_names
from learning.questions import experts
from learning.questions import names as question_names
from learning.teaching import capacity, names
from storage.models.teaching import Request, Teacher
from storage.models.workspace import Preference


def release_paused(session: Session, *, at: datetime) -> int:
    """Hands on what waits for somebody's working hours and who pauses by now; returns how many requests."""
    untold = session.scalars(
        select(Request)
        .outerjoin(
            Teacher,
            (Teacher.workspace_id == Request.workspace_id) & (Teacher.member_id == Request.member_id),
        )
        .outerjoin(
            Preference,
            (Preference.workspace_id == Request.workspace_id) & (Preference.member_id == Request.member_id),
        )
        .where(
            Request.state == "asked",
            Request.due_at > at,
            or_(Teacher.paused_until > at, Preference.paused_until > at),
        )
        .order_by(Request.id)
    ).all()
    handed = 0
    for request in untold:
        if request.kind == question_names.Requests.QUESTION:
            experts.release(session, request, at=at)
        elif request.kind in (lunch_names.Requests.HOST, names.Requests.TEACH):
            capacity.release(session, request, at=at)
        elif not teacher_requests.is_told(request, at):
            teacher_requests.release(session, request, at=at)
        else:
            continue  # Told already: a half hour's `due_at` is when their patience ends.
        handed += 1
    return handed
