"""Deleting one's data: what one wrote goes, what others have stays whole, figures stay under no name."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Text, cast, delete, exists, literal, or_, select, update
from sqlalchemy.orm import Session

from learning.circles import membership
from learning.digests import names as digest_names
from learning.digests import suggestions
from learning.half_hours import half_hours
from learning.half_hours import names as half_hour_names
from learning.kudos import thanks
from learning.lunches import host_requests, seats
from learning.privacy import names, personal_data, redraw
from learning.privacy.personal_data import ANONYMISE, DELETE, TAKEN_BACK, PersonalColumn
from learning.questions import experts, knowledge
from learning.questions import names as question_names
from learning.teaching import names as teaching_names
from learning.teaching import understudies
from learning.workspace import people
from storage import activity_log, search
from storage.engine.compiled import insert_new
from storage.models.base import NOBODY
from storage.models.circles import Circle, CircleMember
from storage.models.half_hours import HalfHour
from storage.models.kudos import Kudos
from storage.models.lunches import Lunch, Seat
from storage.models.outbox import Lane, Outbox
from storage.models.privacy import Erasure
from storage.models.questions import Answer, Question
from storage.models.teaching import Request
from storage.models.workspace import Member
from storage.outbox import outbox

TOGETHER = (half_hour_names.TOGETHER, digest_names.HELLO)
"""Kinds of messages that two people read in one conversation."""
BETWEEN = timedelta(seconds=4)
"""Between two messages that are shown anew: whatever else is said there comes first."""


def ask(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Someone wants their data deleted: it is on record until it is done, for Slack waits less long."""
    people.acting(session, workspace_id, member_id)
    insert_new(session, Erasure, workspace_id=workspace_id, member_id=member_id, at=at)


def finish(session: Session, *, at: datetime) -> int:
    """Deletes the data of whoever has waited longest for it; returns how many these were, one or none.

    Whoever left the company meanwhile waits: nobody acts for them.
    """
    row = session.execute(
        select(Erasure.workspace_id, Erasure.member_id)
        .outerjoin(Member, (Member.workspace_id == Erasure.workspace_id) & (Member.id == Erasure.member_id))
        .where(or_(Member.id.is_(None), Member.is_gone.is_(False)))
        .order_by(Erasure.at, Erasure.member_id)
        .limit(1)
    ).first()
    if row is None:
        return 0
    erase(session, *row, at=at)
    return 1


def erase(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Deletes what is held about someone, all of it or nothing; done again, it finds nothing.

    They leave what is to come first, so that the next in line move up. Then their words are emptied and
    their id is taken from every row that others or figures need; the activity log, which else only grows,
    loses the name and keeps the line. What stays is what Slack tells of them: name, zone and role.
    """
    people.acting(session, workspace_id, member_id)
    session.get(Member, (workspace_id, member_id), with_for_update=True)
    _leave(session, workspace_id, member_id, at)
    said = redraw.keys(session, workspace_id, member_id)
    questions = _take_back(session, workspace_id, member_id, at)
    _end_owed(session, workspace_id, member_id, at)
    _unname(session, workspace_id, member_id)
    session.flush()
    found = 0
    for holding in personal_data.COLUMNS:
        theirs = holding.table.c[holding.column] == member_id
        found += detach(session, holding, holding.table.c.workspace_id == workspace_id, theirs)
    # The search reads what was just written, not what this session has seen before.
    session.expire_all()
    for part in _parts(questions):
        knowledge.index(session, *session.scalars(select(Question).where(Question.id.in_(part))))
    for place, key in enumerate(said):
        outbox.refresh(session, workspace_id, key, at=at + place * BETWEEN)
    if found:
        activity_log.record(session, workspace_id, None, names.Verbs.ERASED, ("member", 0), at=at)


def detach(session: Session, holding: PersonalColumn, *where: ColumnElement[bool], words: bool = True) -> int:
    """Does with the rows of one holding what deleting does; returns how many there were.

    Without `words`, those that others find again are left.
    """
    table = holding.table
    if holding.on_erasure == DELETE:
        return _count(session.execute(delete(table).where(*where)))
    if holding.on_erasure != ANONYMISE:
        return 0
    column: Column[str] = table.c[holding.column]
    changed: dict[str, object] = dict(holding.words) if words or not holding.known else {}
    if "anonymous" in table.c and holding.column == "asker_id":
        changed["anonymous"] = True
    if "named" in table.c:
        changed["named"] = False
    for key in holding.keys:
        changed[key] = literal(NOBODY).concat(cast(table.c.id, Text))
    if holding.within is None:
        changed[holding.column] = None if column.nullable else NOBODY
        return _count(session.execute(update(table).where(*where).values(changed)))
    within = table.c[holding.within]
    rows = 0
    for number in session.scalars(select(within).where(*where).distinct()).all():
        changed[holding.column] = f"{NOBODY}{secrets.token_hex(8)}"
        rows += _count(session.execute(update(table).where(*where, within == number).values(changed)))
    return rows


def _leave(session: Session, workspace_id: str, member_id: str, at: datetime) -> None:
    """Gives up what is to come, by the verbs by which people do."""
    coming = session.scalars(
        select(Seat.lunch_id)
        .join(Lunch, Lunch.id == Seat.lunch_id)
        .where(
            Seat.workspace_id == workspace_id,
            Seat.member_id == member_id,
            Seat.state != "left",
            Lunch.state.in_(("planned", "open")),
            Lunch.starts_at > at,
        )
        .order_by(Seat.lunch_id)
    ).all()
    for lunch_id in coming:
        seats.leave(session, workspace_id, member_id, lunch_id, at=at)
    circles = session.scalars(
        select(CircleMember.circle_id)
        .join(Circle, Circle.id == CircleMember.circle_id)
        .where(
            CircleMember.workspace_id == workspace_id,
            CircleMember.member_id == member_id,
            CircleMember.left_at.is_(None),
            Circle.state != "ended",
        )
        .order_by(CircleMember.circle_id)
    ).all()
    for circle_id in circles:
        membership.leave(session, workspace_id, member_id, circle_id, at=at)
    pending = session.scalars(
        select(Request)
        .where(Request.workspace_id == workspace_id, Request.member_id == member_id, Request.state == "asked")
        .order_by(Request.id)
    ).all()
    for request in pending:
        if request.kind == question_names.Requests.QUESTION:
            experts.not_me(session, workspace_id, member_id, request.id, at=at)
        elif request.kind == half_hour_names.Requests.HALF_HOUR:
            half_hours.decline(session, workspace_id, member_id, request.subject_id, at=at)
        elif request.kind == teaching_names.Requests.TEACH:
            understudies.decline(session, workspace_id, member_id, request.id, at=at)
        else:
            host_requests.decline(session, workspace_id, member_id, request.id, at=at)
    half_hours.withdraw(session, workspace_id, member_id, at=at)


def _take_back(session: Session, workspace_id: str, member_id: str, at: datetime) -> tuple[int, ...]:
    """Closes the questions that nobody else replied to; returns those to be found by fewer words from now on:
    theirs with others' replies, and others' with theirs."""
    others = exists().where(
        Answer.question_id == Question.id, Answer.author_id != member_id, Answer.deleted_at.is_(None)
    )
    mine = Question.workspace_id == workspace_id, Question.asker_id == member_id
    alone = session.scalars(select(Question.id).where(*mine, Question.state != "removed", ~others)).all()
    for part in _parts(alone):
        session.execute(update(Question).where(Question.id.in_(part)).values(state="removed"))
    search.remove(session, *alone)
    session.execute(update(Question).where(*mine).values(source_link=None))
    replied = select(Answer.question_id).where(
        Answer.workspace_id == workspace_id, Answer.author_id == member_id
    )
    return tuple(
        session.scalars(
            select(Question.id)
            .where(
                Question.workspace_id == workspace_id,
                Question.state.in_(("open", "answered")),
                or_(Question.asker_id == member_id, Question.id.in_(replied)),
            )
            .order_by(Question.id)
        )
    )


def _end_owed(session: Session, workspace_id: str, member_id: str, at: datetime) -> None:
    """What is owed to them ends as skipped, and nothing says any more where they were written to.

    What was said to them and somebody else together stays with the other one.
    """
    shared = session.scalars(
        select(Outbox).where(
            Outbox.workspace_id == workspace_id,
            Outbox.kind.in_(TOGETHER),
            or_(
                Outbox.recipient_id.startswith(f"{member_id},"), Outbox.recipient_id.endswith(f",{member_id}")
            ),
        )
    ).all()
    for row in shared:
        (row.recipient_id,) = (one for one in row.recipient_id.split(",") if one != member_id)
        outbox.open_lane(session, workspace_id, row.recipient_id, at=at)
    session.flush()
    theirs = Outbox.workspace_id == workspace_id, Outbox.recipient_id == member_id
    unsaid = Outbox.id.in_([row.id for row in shared]), Outbox.message_ts.is_(None)
    for rows in (theirs, unsaid):
        session.execute(
            update(Outbox)
            .where(*rows, Outbox.state.in_(outbox.OWED))
            .values(state="skipped", reason="they had their data deleted", ended_at=at)
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Outbox)
        .where(*theirs)
        .values(channel_id=None, message_ts=None, lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(Lane).where(Lane.workspace_id == workspace_id, Lane.recipient_id.contains(member_id))
    )


def _unname(session: Session, workspace_id: str, member_id: str) -> None:
    """What others' rows say of them by more than a column of ids."""
    suggestions.forget(session, workspace_id, member_id, instead=TAKEN_BACK)
    # A press is known by whom it thanked, and whom it asked for half an hour.
    received = thanks.received(workspace_id, member_id)
    called = select(Request.subject_id).where(
        Request.workspace_id == workspace_id,
        Request.member_id == member_id,
        Request.kind == half_hour_names.Requests.HALF_HOUR,
    )
    for model, pressed in ((Kudos, received), (HalfHour, called)):
        session.execute(
            update(model)
            .where(model.id.in_(pressed))
            .values(request_key=literal(NOBODY).concat(cast(model.id, Text)))
        )


def _parts(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _count(outcome: object) -> int:
    return int(getattr(outcome, "rowcount", 0))
