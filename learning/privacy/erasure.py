"""Deleting one's data: what one wrote goes, what others have stays whole, figures stay under no name."""

import secrets
from collections.abc import Set
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Text, cast, delete, literal, or_, select, update
from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.privacy import ANONYMISE, DELETE, PersonalColumn
from learning.privacy import names, personal_data, redraw
from learning.workspace import people
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.base import NOBODY
from storage.models.outbox import Lane, Outbox
from storage.models.privacy import Erasure
from storage.models.workspace import Member
from storage.outbox import outbox

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
    activities = personal_data.privacies().values()
    for leave in [verb for one in activities for verb in one.leave]:
        leave(session, workspace_id, member_id, at=at)
    for withdraw in [verb for one in activities for verb in one.withdraw]:
        withdraw(session, workspace_id, member_id, at=at)
    said = redraw.keys(session, workspace_id, member_id)
    afterwards = [verb(session, workspace_id, member_id, at=at) for one in activities for verb in one.erase]
    _end_owed(session, workspace_id, member_id, at)
    session.flush()
    found = 0
    for holding in personal_data.columns():
        theirs = holding.table.c[holding.column] == member_id
        found += detach(session, holding, holding.table.c.workspace_id == workspace_id, theirs)
    # The search reads what was just written, not what this session has seen before.
    session.expire_all()
    for finish_off in afterwards:
        if finish_off is not None:
            finish_off()
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
    changed |= holding.flags
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


def _end_owed(session: Session, workspace_id: str, member_id: str, at: datetime) -> None:
    """What is owed to them ends as skipped, and nothing says any more where they were written to.

    What was said to them and somebody else together stays with the other one.
    """
    shared = session.scalars(
        select(Outbox).where(
            Outbox.workspace_id == workspace_id,
            Outbox.kind.in_(_together()),
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


def _together() -> Set[str]:
    """Kinds of messages that two people read in one conversation."""
    return {kind.name for feature in features().values() for kind in feature.messages if kind.shared}


def _count(outcome: object) -> int:
    return int(getattr(outcome, "rowcount", 0))
