"""Half hours: someone asks a teacher for half an hour, they agree, and a week later say whether they met."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.half_hours import names, teacher_requests
from learning.half_hours.teacher_requests import PATIENCE
from learning.teaching import capacity
from learning.workspace import people
from storage import activity_log
from storage.models.half_hours import HalfHour
from storage.models.teaching import Request
from storage.models.workspace import Topic
from storage.outbox import outbox

AFTERWARDS = timedelta(days=7)
"""When both are asked whether they met."""
A_DAY = timedelta(days=1)
"""How long a teacher who said later may think about it once they are asked again."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A half hour as it stands: asked, agreed or left without a teacher, and whether they met."""

    half_hour_id: int
    topic: str
    learner_id: str
    teacher_id: str | None
    state: str
    met: str | None = None


def ask(
    session: Session,
    workspace_id: str,
    learner_id: str,
    topic: str,
    teacher_id: str,
    *,
    request_key: str,
    at: datetime,
) -> Meeting:
    """Someone asks a teacher of a topic for half an hour; the same request again changes nothing.

    Raises `LearningError` when that teacher has no room left this week or does not offer it any more, and
    while an earlier request of theirs on that topic waits for its answer.
    """
    before = session.scalars(select(HalfHour).where(HalfHour.request_key == request_key)).first()
    if before is not None:
        return meeting(session, before.id)
    people.acting(session, workspace_id, learner_id)
    if teacher_id == learner_id:
        raise LearningError("That's you! Choose someone else, or /teach it.")
    (topic_id,) = topics.ensure(session, workspace_id, [topics.normalise(topic)])
    if _waits(session, workspace_id, learner_id, topic_id):
        raise LearningError(
            f"I'm asking about #{topics.normalise(topic)} for you already. You hear from me as soon as "
            "somebody says yes."
        )
    able = {
        one.member_id
        for one in teacher_requests.able(session, workspace_id, topic_id, without=learner_id, at=at)
    }
    if teacher_id not in able or not capacity.has_room(session, workspace_id, teacher_id, at):
        raise LearningError("They have no room left this week. Type /learn from again to see who has.")
    row = HalfHour(
        workspace_id=workspace_id,
        learner_id=learner_id,
        topic_id=topic_id,
        request_key=request_key,
        state="asked",
        asked_at=at,
    )
    session.add(row)
    session.flush()
    activity_log.record(
        session,
        workspace_id,
        learner_id,
        names.Verbs.ASKED_HALF_HOUR,
        ("half_hour", row.id),
        topic_id=topic_id,
        at=at,
    )
    teacher_requests.send(session, row, teacher_id, at)
    return meeting(session, row.id)


def accept(
    session: Session, workspace_id: str, teacher_id: str, half_hour_id: int, *, at: datetime
) -> Meeting:
    """The teacher who was asked says yes: both are brought together, and asked in a week whether they met."""
    row, request = _asked(session, workspace_id, teacher_id, half_hour_id)
    if request.state == "asked":
        request.state, request.decided_at = "accepted", at
        row.state, row.teacher_id, row.agreed_at = "agreed", teacher_id, at
        session.flush()
        activity_log.record(
            session,
            workspace_id,
            teacher_id,
            names.Verbs.AGREED_HALF_HOUR,
            ("half_hour", row.id),
            topic_id=row.topic_id,
            at=at,
        )
        outbox.say(
            session,
            workspace_id,
            outbox.key(names.TOGETHER, row.id),
            names.TOGETHER,
            row.id,
            f"{row.learner_id},{teacher_id}",
            at=at,
        )
        for member_id in (row.learner_id, teacher_id):
            outbox.say(
                session,
                workspace_id,
                outbox.key(names.MET, row.id, member_id),
                names.MET,
                row.id,
                member_id,
                at=at,
                due_at=teacher_requests.next_working(session, workspace_id, member_id, at + AFTERWARDS),
            )
        teacher_requests.refresh(session, row, teacher_id, at)
    return meeting(session, row.id)


def decline(
    session: Session, workspace_id: str, teacher_id: str, half_hour_id: int, *, at: datetime
) -> Meeting:
    """The teacher who was asked says no, quietly: the next one is asked."""
    row, request = _asked(session, workspace_id, teacher_id, half_hour_id)
    if request.state == "asked":
        request.state, request.decided_at = "declined", at
        teacher_requests.pass_on(session, row, teacher_id, at)
    return meeting(session, row.id)


def decline_request(
    session: Session, workspace_id: str, teacher_id: str, request_id: int, *, at: datetime
) -> Meeting:
    """The same, by the number of the request that asks them."""
    request = session.get_one(Request, request_id)
    return decline(session, workspace_id, teacher_id, request.subject_id, at=at)


def postpone(
    session: Session, workspace_id: str, teacher_id: str, half_hour_id: int, *, at: datetime
) -> Meeting:
    """The teacher who was asked will think about it: they are asked again on their next working day, and have
    a day from then on. Raises `LearningError` once it has waited for as long as their patience."""
    row, request = _asked(session, workspace_id, teacher_id, half_hour_id)
    if request.state == "asked":
        if at > request.asked_at + PATIENCE:
            raise LearningError("They have waited for a while now: would you say yes or no? A no is fine.")
        due = teacher_requests.next_working(session, workspace_id, teacher_id, at + timedelta(days=1))
        request.due_at, request.decided_at = max(request.due_at or due, due + A_DAY), at
        outbox.say(
            session,
            workspace_id,
            f"half_hours.reminder:{request.id}:{due:%Y-%m-%d}",
            names.REQUEST,
            row.id,
            teacher_id,
            at=at,
            due_at=due,
            of_use=PATIENCE,
        )
    return meeting(session, row.id)


def withdraw(session: Session, workspace_id: str, learner_id: str, *, at: datetime) -> int:
    """A learner no longer wants the half hours that nobody has agreed to; returns how many those were."""
    rows = session.scalars(
        select(HalfHour)
        .where(
            HalfHour.workspace_id == workspace_id,
            HalfHour.learner_id == learner_id,
            HalfHour.state == "asked",
        )
        .with_for_update()
    ).all()
    for row in rows:
        row.state = "withdrawn"
        waiting = (
            Request.kind == names.Requests.HALF_HOUR,
            Request.subject_id == row.id,
            Request.state == "asked",
        )
        for request in session.scalars(select(Request).where(*waiting)).all():
            request.state, request.decided_at = "spared", at
            session.flush()
            teacher_requests.refresh(session, row, request.member_id, at)
        about = ("half_hour", row.id)
        activity_log.record(
            session,
            workspace_id,
            learner_id,
            names.Verbs.WITHDREW_HALF_HOUR,
            about,
            topic_id=row.topic_id,
            at=at,
        )
    return len(rows)


def met(
    session: Session, workspace_id: str, member_id: str, half_hour_id: int, answer: bool, *, at: datetime
) -> Meeting:
    """One of the two says whether they met; a yes stays a yes."""
    people.acting(session, workspace_id, member_id)
    row = _get(session, workspace_id, half_hour_id)
    if member_id not in (row.learner_id, row.teacher_id):
        raise NotAllowed("Only the two of you can say whether you met.")
    if row.met != "yes":
        row.met = "yes" if answer else "no"
        session.flush()
        verb = names.Verbs.MET if answer else names.Verbs.DID_NOT_MEET
        activity_log.record(
            session, workspace_id, member_id, verb, ("half_hour", row.id), topic_id=row.topic_id, at=at
        )
        for each in (row.learner_id, row.teacher_id):
            outbox.refresh(session, workspace_id, outbox.key(names.MET, row.id, each), at=at)
    return meeting(session, row.id)


def mine(
    session: Session, workspace_id: str, member_id: str, *, at: datetime, limit: int = 5
) -> tuple[Meeting, ...]:
    """The half hours that this member was asked for and may still think about, then those that they agreed on
    within two weeks and have not had, oldest first."""
    asked = (
        select(HalfHour.id)
        .join(Request, Request.subject_id == HalfHour.id)
        .where(
            HalfHour.state == "asked",
            Request.workspace_id == workspace_id,
            Request.kind == names.Requests.HALF_HOUR,
            Request.member_id == member_id,
            Request.state == "asked",
            or_(Request.due_at <= at + PATIENCE, Request.decided_at.is_not(None)),
        )
    )
    # One select a side: each goes by an index of its own.
    agreed = (
        select(HalfHour.id).where(
            HalfHour.workspace_id == workspace_id,
            side == member_id,
            HalfHour.state == "agreed",
            HalfHour.agreed_at > at - 2 * AFTERWARDS,
            func.coalesce(HalfHour.met, "") != "yes",
        )
        for side in (HalfHour.learner_id, HalfHour.teacher_id)
    )
    found = session.scalars(
        select(HalfHour.id)
        .where(HalfHour.id.in_(union(asked, *agreed)))
        .order_by(HalfHour.state == "agreed", HalfHour.id)
        .limit(limit)
    ).all()
    return tuple(meeting(session, number) for number in found)


def meeting(session: Session, half_hour_id: int) -> Meeting:
    """A half hour as it stands."""
    row = session.get_one(HalfHour, half_hour_id)
    topic = session.get_one(Topic, row.topic_id)
    return Meeting(row.id, topic.name, row.learner_id, row.teacher_id, row.state, row.met)


def _waits(session: Session, workspace_id: str, learner_id: str, topic_id: int) -> bool:
    """Whether a request of somebody's on a topic waits for its answer."""
    waiting = select(HalfHour.id).where(
        HalfHour.workspace_id == workspace_id,
        HalfHour.learner_id == learner_id,
        HalfHour.topic_id == topic_id,
        HalfHour.state == "asked",
    )
    return session.scalars(waiting.limit(1)).first() is not None


def _asked(
    session: Session, workspace_id: str, teacher_id: str, half_hour_id: int
) -> tuple[HalfHour, Request]:
    people.acting(session, workspace_id, teacher_id)
    row = _get(session, workspace_id, half_hour_id)
    request = teacher_requests.find(session, half_hour_id, teacher_id)
    if request is None:
        raise NotAllowed("Only the person who was asked can answer this.")
    if request.state in ("lapsed", "declined") or (row.state == "agreed" and row.teacher_id != teacher_id):
        raise Gone("Someone else was asked meanwhile. Thank you all the same!")
    return row, request


def _get(session: Session, workspace_id: str, half_hour_id: int) -> HalfHour:
    row = session.get(HalfHour, half_hour_id, with_for_update=True)
    if row is None or row.workspace_id != workspace_id:
        raise Gone("That request isn't there any more. Type /learn from to ask someone.")
    return row
