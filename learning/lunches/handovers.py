"""Handing a lunch on: its host left, or had their data deleted; facilitators are asked, one takes over."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.core import names as common
from learning.core.errors import LearningError
from learning.lunches import announcements, invitations, lunches, names, occurrences, waitlist
from learning.lunches.occurrences import Edited
from learning.workspace import people
from storage.models.base import NOBODY
from storage.models.lunches import Lunch
from storage.models.workspace import Member
from storage.outbox import outbox


def orphan(session: Session, *, at: datetime) -> int:
    """Asks facilitators to take over what nobody hosts any more; returns how many."""
    left = session.scalars(
        select(Lunch)
        .outerjoin(Member, (Member.workspace_id == Lunch.workspace_id) & (Member.id == Lunch.host_id))
        .where(
            Lunch.state.in_(("planned", "open")),
            Lunch.starts_at > at,
            Lunch.orphaned.is_(False),
            or_(Member.is_gone, Lunch.host_id == NOBODY),
        )
        .order_by(Lunch.id)
        .with_for_update(of=Lunch)
    ).all()
    asked: set[int] = set()
    for lunch in left:
        helpers = people.facilitators(session, lunch.workspace_id)
        if not helpers:
            continue
        lunch.orphaned = True
        # One question for a whole series: whoever takes one of its sittings takes all to come.
        if lunch.series_id is None or lunch.series_id not in asked:
            asked |= {lunch.series_id} if lunch.series_id else set()
            lunches.log(session, lunch, None, common.Verbs.ORPHANED, at=at)
            for helper in helpers:
                outbox.say(
                    session,
                    lunch.workspace_id,
                    outbox.key(names.ORPHAN, lunch.id, lunch.version, helper),
                    names.ORPHAN,
                    lunch.id,
                    helper,
                    at=at,
                    of_use=lunch.starts_at - at,
                )
    session.flush()
    return len(left)


def take_over(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Edited:
    """A facilitator hosts what nobody hosts any more, with all of its series to come.

    Raises `LearningError` when somebody else was quicker.
    """
    occurrences.lock(session, workspace_id, lunch_id, occurrences.ALL)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    old = lunch.host_id
    if old == member_id:
        return Edited(lunches.card(session, lunch.id), 1)
    if not needs_host(session, workspace_id, old):
        name = people.get(session, workspace_id, old).name or "Someone"
        raise LearningError(f"{name} hosts “{lunch.title}” already.")
    found = [
        one for one in occurrences.in_scope(session, lunch, occurrences.ALL, at=at) if one.host_id == old
    ]
    for occurrence in found:
        occurrence.host_id, occurrence.orphaned, occurrence.version = member_id, False, occurrence.version + 1
        occurrence.sequence += 1
        session.flush()
        waitlist.give_up(session, occurrence, member_id, at=at)
        lunches.log(session, occurrence, member_id, common.Verbs.TOOK_OVER, at=at)
        announcements.changed(session, occurrence, at=at)
        announcements.ask_host(session, occurrence, at=at)
        if occurrence.state == "open":  # Of what is announced later, they are reminded then.
            invitations.remind(session, occurrence, at=at)
        invitations.tell(session, occurrence, names.CHANGED, by=member_id, at=at)
    outbox.refresh_all(session, workspace_id, names.ORPHAN, lunch.id, at=at)
    return Edited(lunches.card(session, lunch.id), len(found))


def needs_host(session: Session, workspace_id: str, host_id: str) -> bool:
    """Whether a lunch's host left, or had their data deleted."""
    return host_id == NOBODY or people.get(session, workspace_id, host_id).is_gone
