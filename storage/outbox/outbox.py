"""Outbox rows: what the bot owes somebody, written with its reason; `storage.claims` sees to the rest."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from storage.engine.batch import write
from storage.engine.compiled import run
from storage.engine.dialect import insert_for, is_postgres
from storage.models.outbox import Lane, Outbox
from storage.outbox.claims import OWED, PACE, Claim
from storage.outbox.keys import key
from storage.outbox.recipients import is_nobody

__all__ = [
    "OF_USE",
    "OWED",
    "PACE",
    "Claim",
    "earliest",
    "has_reached",
    "is_known",
    "key",
    "open_lane",
    "refresh",
    "refresh_all",
    "say",
    "say_all",
    "standing",
]

OF_USE = timedelta(days=3)
"""How long a message is worth saying after it was due, unless its reason knows better."""
_ROWS: Any = Outbox.__table__
_ROW = _ROWS.c


def say(
    session: Session,
    workspace_id: str,
    key: str,
    kind: str,
    subject_id: int,
    recipient_id: str,
    *,
    at: datetime,
    due_at: datetime | None = None,
    of_use: timedelta = OF_USE,
) -> None:
    """Owes a message to a channel or member; with a key that was used before, owes its next state instead.

    `at` is now and `due_at` when it falls due (now unless given), both in UTC; `of_use` after that it is no
    longer worth saying. Whoever had their data deleted is owed nothing.
    """
    due = due_at or at
    say_all(session, workspace_id, recipient_id, [(key, kind, subject_id, due, of_use)], at=at)


def say_all(
    session: Session,
    workspace_id: str,
    recipient_id: str,
    messages: Sequence[tuple[str, str, int, datetime, timedelta]],
    *,
    at: datetime,
) -> None:
    """Owes several messages to one channel or member.

    Of each its key, its kind, its subject, when it falls due (UTC), and how long after that it is of use.
    """
    if is_nobody(recipient_id) or not messages:
        return
    rows = [
        {
            "workspace_id": workspace_id,
            "key": key,
            "token": uuid.uuid4().hex,
            "kind": kind,
            "subject_id": subject_id,
            "recipient_id": recipient_id,
            "state": "waiting",
            "wanted": 1,
            "said": 0,
            "attempts": 0,
            "uncertain": False,
            "due_at": due,
            "expires_at": due + of_use,
            "created_at": at,
        }
        for key, kind, subject_id, due, of_use in messages
    ]
    write(session, _owing(is_postgres(session))[0], *rows)
    open_lane(session, workspace_id, recipient_id, at=at)
    session.info["wake"] = True


def earliest(session: Session) -> datetime | None:
    """When the first of what waits to be said is due, which may be over by now (UTC)."""
    return session.scalar(select(func.min(Outbox.due_at)).where(Outbox.state == "waiting"))


def open_lane(session: Session, workspace_id: str, recipient_id: str, *, at: datetime) -> None:
    """Messages to a channel or member have where to queue, from now (UTC) on."""
    queue_up = _owing(is_postgres(session))[1]
    write(session, queue_up, {"workspace": workspace_id, "recipient": recipient_id, "at": at})


def refresh(session: Session, workspace_id: str, key: str, *, at: datetime) -> None:
    """Owes the next state of a message owed before; three hundred refreshes become a handful of updates."""
    session.flush()  # What hangs on a message is written, and so locked, before its row.
    values = {"workspace": workspace_id, "of": key, "at": at, "expires": at + OF_USE}
    run(session, _REFRESH, values)
    session.info["wake"] = True


def refresh_all(
    session: Session, workspace_id: str, kind: str, subject_id: int, *, to: str | None = None, at: datetime
) -> None:
    """Owes the next state of each message of a kind about a subject, to all of them or one."""
    keys = select(Outbox.key).where(
        Outbox.kind == kind, Outbox.subject_id == subject_id, Outbox.workspace_id == workspace_id
    )
    if to is not None:
        keys = keys.where(Outbox.recipient_id == to)
    for owed in session.scalars(keys).all():
        refresh(session, workspace_id, owed, at=at)


def is_known(session: Session, workspace_id: str, key: str) -> bool:
    """Whether this was owed before, whatever became of it."""
    found = session.scalars(
        select(Outbox.id).where(Outbox.workspace_id == workspace_id, Outbox.key == key)
    ).first()
    return found is not None


def has_reached(session: Session, workspace_id: str, kind: str, subject_id: int, recipient_id: str) -> bool:
    """Whether a message of this kind about a subject has come to somebody, or is on its way."""
    found = session.scalars(
        select(Outbox.id)
        .where(
            Outbox.kind == kind,
            Outbox.subject_id == subject_id,
            Outbox.workspace_id == workspace_id,
            Outbox.recipient_id == recipient_id,
            or_(Outbox.message_ts.is_not(None), Outbox.state == "sending"),
        )
        .limit(1)
    ).first()
    return found is not None


def standing(session: Session) -> dict[str, int]:
    """How many messages are in each state."""
    rows = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
    return {state: int(count) for state, count in rows}


@cache
def _owing(postgres: bool) -> tuple[Any, Any]:
    """Writes a row, and a lane for it; made once, because everything that is said to people comes by here."""
    row = insert_for(Outbox, postgres).inline()
    again = _wanted_again(row.excluded.due_at, row.excluded.expires_at)
    # Lanes go by Postgres' own clock there: by a clock that was moved forward, a new one would stay closed.
    free = func.clock_timestamp() if postgres else bindparam("at", type_=Lane.__table__.c.free_at.type)
    lane = insert_for(Lane, postgres).values(
        workspace_id=bindparam("workspace"), recipient_id=bindparam("recipient"), free_at=free
    )
    return (
        row.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=again),
        lane.on_conflict_do_nothing(),
    )


def _wanted_again(due: object, expires: object) -> dict[str, object]:
    """What is already owed stays where it is: its worker finds `wanted` grown when it records."""
    owed = or_(*(_ROW.state == state for state in OWED))  # An IN cannot be executed for many rows at once.
    return {
        "wanted": _ROW.wanted + 1,
        "state": case((owed, _ROW.state), else_="waiting"),
        "due_at": case((owed, _ROW.due_at), else_=due),
        "attempts": case((owed, _ROW.attempts), else_=0),
        "expires_at": expires,
        "ended_at": None,
    }


_REFRESH = (
    update(_ROWS)
    .where(_ROW.workspace_id == bindparam("workspace"), _ROW.key == bindparam("of"))
    .values(_wanted_again(bindparam("at", type_=_ROW.due_at.type), bindparam("expires")))
)
