"""Circles that need somebody: without a facilitator, without a channel, or at the end of a pause."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from learning.circles import circles, facilitating, membership, names, previews
from learning.circles.circles import CircleFacts
from learning.core import names as common
from learning.core import wallclock
from learning.core.errors import LearningError
from learning.workspace import people
from storage.models.circles import Circle, Round
from storage.models.schedules import Schedule
from storage.models.workspace import Channel
from storage.outbox import outbox

ARCHIVED, NOT_IN = "its channel was archived", "I'm no longer in its channel"
"""Why a circle stopped by itself."""


def take_over(
    session: Session, workspace_id: str, member_id: str, circle_id: int, *, at: datetime
) -> CircleFacts:
    """A facilitator looks after a circle whose facilitator left the company.

    Raises `LearningError` when somebody else was quicker.
    """
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    circles.standing(circle)
    old = circle.facilitator_id
    if old == member_id:
        return circles.facts(session, circle.id)
    if not circles.facts(session, circle.id).is_orphaned:
        name = people.get(session, workspace_id, old).name or "Someone"
        raise LearningError(f"{name} facilitates “{circle.name}” already.")
    circle.facilitator_id, circle.orphaned, circle.version = member_id, False, circle.version + 1
    session.flush()
    circles.log(session, circle, member_id, common.Verbs.TOOK_OVER, at=at)
    membership.come(session, circle, member_id, at=at)
    outbox.refresh_all(session, workspace_id, names.ORPHAN, circle.id, at=at)
    previews.follow(session, circle, at=at)
    return circles.facts(session, circle.id)


def orphan(session: Session, *, at: datetime) -> int:
    """Asks facilitators to look after circles whose facilitator left, or had their data deleted.

    Returns how many.
    """
    left = session.execute(
        select(Circle.workspace_id, Circle.id)
        .where(Circle.state.in_(("running", "paused")), Circle.orphaned.is_(False), circles.orphaned())
        .order_by(Circle.id)
    ).all()
    count = 0
    for workspace_id, number in left:
        circle = circles.get(session, workspace_id, number)
        helpers = people.facilitators(session, workspace_id)
        if circle.orphaned or circle.state == "ended" or not helpers:
            continue
        circle.orphaned = True
        session.flush()
        circles.log(session, circle, None, common.Verbs.ORPHANED, at=at)
        for helper in helpers:
            key = outbox.key(names.ORPHAN, circle.id, circle.version, helper)
            outbox.say(session, workspace_id, key, names.ORPHAN, circle.id, helper, at=at)
        count += 1
    return count


def back(session: Session, *, at: datetime) -> int:
    """Circles whose facilitator came back need nobody else; returns how many."""
    found = session.execute(
        select(Circle.workspace_id, Circle.id).where(Circle.orphaned, ~circles.orphaned())
    ).all()
    for workspace_id, number in found:
        circle = circles.get(session, workspace_id, number)
        if not circle.orphaned:
            continue
        circle.orphaned, circle.version = False, circle.version + 1
        outbox.refresh_all(session, workspace_id, names.ORPHAN, circle.id, at=at)
    return len(found)


def strand(session: Session, *, at: datetime) -> int:
    """Circles whose channel was archived, or lost the bot, pause, and their facilitators hear why."""
    found = session.execute(
        select(Circle.workspace_id, Circle.id, Channel.is_archived)
        .join(Channel, (Channel.workspace_id == Circle.workspace_id) & (Channel.id == Circle.channel_id))
        .where(Circle.state == "running", Channel.is_archived | Channel.bot_is_in.is_(False))
        .order_by(Circle.id)
    ).all()
    count = 0
    for workspace_id, number, archived in found:
        circle = circles.get(session, workspace_id, number)
        if circle.state != "running":
            continue
        circle.state, circle.paused_until, circle.version = "paused", None, circle.version + 1
        circle.why = ARCHIVED if archived else NOT_IN
        session.flush()
        circles.log(session, circle, None, names.Verbs.PAUSED, at=at)
        previews.follow(session, circle, at=at)
        key = outbox.key(names.STRANDED, circle.id, circle.version)
        outbox.say(session, workspace_id, key, names.STRANDED, circle.id, circle.facilitator_id, at=at)
        count += 1
    return count


def wake(session: Session, *, at: datetime) -> int:
    """Circles go on whose pause was until today on their own calendars; returns how many."""
    paused = session.scalars(
        select(Circle).where(Circle.state == "paused", Circle.paused_until.is_not(None))
    ).all()
    count = 0
    for seen in paused:
        if seen.paused_until is None or wallclock.wall(at, seen.zone).date() < seen.paused_until:
            continue
        circle = circles.get(session, seen.workspace_id, seen.id)
        if circle.state == "paused" and circle.paused_until == seen.paused_until:
            facilitating.go_on(session, circle, None, at=at)
            count += 1
    return count


def conclude(session: Session, *, at: datetime) -> int:
    """Circles end whose last round is over; returns how many."""
    through = session.execute(
        select(Circle.workspace_id, Circle.id)
        .join(
            Schedule,
            (Schedule.workspace_id == Circle.workspace_id)
            & (Schedule.kind == names.Schedules.ROUND)
            & (Schedule.subject_id == Circle.id),
        )
        .where(
            Circle.state.in_(("running", "paused")),
            Schedule.next_at.is_(None),
            ~exists().where(Round.circle_id == Circle.id, Round.state.in_(("planned", "due", "posted"))),
        )
    ).all()
    for workspace_id, number in through:
        circle = circles.get(session, workspace_id, number)
        circle.state, circle.version = "ended", circle.version + 1
        session.flush()
        circles.log(session, circle, None, names.Verbs.ENDED, at=at)
    return len(through)
