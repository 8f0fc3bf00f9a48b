"""Teacher requests: one teacher at a time is asked for a half hour; a no, or silence, passes it on."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import hours
from learning.half_hours import names
from learning.teaching import candidates, capacity
from learning.teaching.candidates import Candidate
from learning.workspace import people, settings
from storage import activity_log
from storage.models.half_hours import HalfHour
from storage.models.teaching import Request
from storage.outbox import outbox

PATIENCE = timedelta(days=3)
"""How long a teacher may think about it before the next one is asked."""


def able(
    session: Session, workspace_id: str, topic_id: int, *, without: str, at: datetime
) -> tuple[Candidate, ...]:
    """Who teaches a topic in half hours and has room this week, best first; `without` whoever asks."""
    found = candidates.find(session, workspace_id, [topic_id], way="half_hours", without=[without], at=at)
    return tuple(one for one in found if one.left > 0)


def send(session: Session, row: HalfHour, teacher_id: str, at: datetime) -> None:
    """Asks a teacher as soon as they work, and gives them `PATIENCE` from then on."""
    heard = next_working(session, row.workspace_id, teacher_id, at)
    request = Request(
        workspace_id=row.workspace_id,
        kind=names.Requests.HALF_HOUR,
        subject_id=row.id,
        member_id=teacher_id,
        state="asked",
        asked_at=at,
        due_at=heard + PATIENCE,
    )
    session.add(request)
    session.flush()
    outbox.say(
        session,
        row.workspace_id,
        outbox.key(names.REQUEST, row.id, teacher_id),
        names.REQUEST,
        row.id,
        teacher_id,
        at=at,
        due_at=heard,
    )


def pass_on(session: Session, row: HalfHour, teacher_id: str, at: datetime) -> None:
    """A teacher does not take it: the next one is asked, or the learner hears that nobody is left."""
    activity_log.record(
        session,
        row.workspace_id,
        teacher_id,
        names.Verbs.PASSED_HALF_HOUR,
        ("half_hour", row.id),
        topic_id=row.topic_id,
        at=at,
    )
    session.flush()
    refresh(session, row, teacher_id, at)
    tried = set(
        session.scalars(
            select(Request.member_id).where(
                Request.kind == names.Requests.HALF_HOUR, Request.subject_id == row.id
            )
        )
    )
    for one in able(session, row.workspace_id, row.topic_id, without=row.learner_id, at=at):
        if one.member_id not in tried and capacity.has_room(session, row.workspace_id, one.member_id, at):
            send(session, row, one.member_id, at)
            return
    row.state = "none_left"
    outbox.say(
        session,
        row.workspace_id,
        outbox.key(names.NONE_LEFT, row.id),
        names.NONE_LEFT,
        row.id,
        row.learner_id,
        at=at,
    )


def lapse(session: Session, *, at: datetime) -> int:
    """Passes on what nobody answered in time; returns how many. Doing it twice changes nothing."""
    due = session.execute(
        select(Request.id, Request.subject_id)
        .where(Request.kind == names.Requests.HALF_HOUR, Request.state == "asked", Request.due_at <= at)
        .order_by(Request.subject_id)
    ).all()
    return sum(_hand_on(session, number, half_hour_id, at) for number, half_hour_id in due)


def release(session: Session, request: Request, *, at: datetime) -> bool:
    """A teacher pauses: the next one is asked. Returns False when they were told already: then `due_at` is
    when their patience ends."""
    if is_told(request, at):
        return False
    _hand_on(session, request.id, request.subject_id, at)
    return True


def is_waiting(session: Session, half_hour_id: int, teacher_id: str) -> bool:
    """Whether a teacher is still being asked."""
    request = find(session, half_hour_id, teacher_id)
    return request is not None and request.state == "asked"


def is_told(request: Request, at: datetime) -> bool:
    """Whether a teacher has heard of a request: they work since, or said that they will think about it."""
    return request.decided_at is not None or request.due_at is None or request.due_at - PATIENCE <= at


def find(session: Session, half_hour_id: int, teacher_id: str) -> Request | None:
    """What asks a teacher for a half hour, if they were asked."""
    return session.scalars(
        select(Request).where(
            Request.kind == names.Requests.HALF_HOUR,
            Request.subject_id == half_hour_id,
            Request.member_id == teacher_id,
        )
    ).first()


def refresh(session: Session, row: HalfHour, teacher_id: str, at: datetime) -> None:
    """What a teacher was sent, at first and again, says what is true now."""
    outbox.refresh_all(session, row.workspace_id, names.REQUEST, row.id, to=teacher_id, at=at)


def next_working(session: Session, workspace_id: str, member_id: str, at: datetime) -> datetime:
    """When somebody next works, from `at` (UTC) on."""
    zone = people.get(session, workspace_id, member_id).zone
    return hours.next_working(at, zone, settings.get(session, workspace_id).hours)


def _hand_on(session: Session, request_id: int, half_hour_id: int, at: datetime) -> bool:
    """Asks the next teacher, unless this one answered meanwhile: the half hour is locked first, as there."""
    row = session.get_one(HalfHour, half_hour_id, with_for_update=True, populate_existing=True)
    request = session.get_one(Request, request_id, populate_existing=True)
    if request.state != "asked" or row.state != "asked":
        return False
    request.state, request.decided_at = "lapsed" if is_told(request, at) else "spared", at
    pass_on(session, row, request.member_id, at)
    return True
