"""Outbox rows: what the bot owes somebody, claimed by lease, said once, ended with a reason."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    Update,
    and_,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.dialect import insert_for, is_postgres
from storage.models import Lane, Outbox

PACE = timedelta(seconds=1)
"""One message a second a channel, as Slack asks."""
OF_USE = timedelta(days=3)
"""How long a message is worth saying after it was due, unless its reason knows better."""
OWED = ("waiting", "sending")
_OWED_ROWS = Outbox.state.in_([literal_column(f"'{state}'") for state in OWED])
"""Written out as in `ix_outbox_owed`: SQLite sees that the index is of use only by the letters."""
UNDECIDED = "undecided whether it was said"


@dataclass(frozen=True, slots=True)
class Claim:
    """A row in the hands of one worker until its lease ends; `lease_owner` is this claim's alone."""

    id: int
    workspace_id: str
    key: str
    token: str
    kind: str
    subject_id: int
    recipient_id: str
    channel_id: str | None
    message_ts: str | None
    wanted: int
    attempts: int
    uncertain: bool
    due_at: datetime
    tried_at: datetime
    expires_at: datetime
    lease_owner: str


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
    longer worth saying.
    """
    due = due_at or at
    row = {
        "workspace_id": workspace_id,
        "key": key,
        "token": uuid.uuid4().hex,
        "kind": kind,
        "subject_id": subject_id,
        "recipient_id": recipient_id,
        "state": "waiting",
        "due_at": due,
        "expires_at": due + of_use,
        "created_at": at,
    }
    owe, queue_up = _owing(is_postgres(session))
    session.execute(owe, row)
    session.execute(queue_up, {"workspace_id": workspace_id, "recipient_id": recipient_id, "free_at": at})
    session.info["wake"] = True


@cache
def _owing(postgres: bool) -> tuple[Any, Any]:
    """Writes a row, and a lane for it; made once, because everything that is said to people comes by here."""
    row = insert_for(Outbox, postgres)
    again = _wanted_again(row.excluded.due_at, row.excluded.expires_at)
    return (
        row.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=again),
        insert_for(Lane, postgres).on_conflict_do_nothing(),
    )


def refresh(session: Session, workspace_id: str, key: str, *, at: datetime) -> None:
    """Owes the next state of a message owed before; three hundred refreshes become a handful of updates."""
    session.execute(
        update(Outbox)
        .where(Outbox.workspace_id == workspace_id, Outbox.key == key)
        .values(_wanted_again(at, at + OF_USE))
        .execution_options(synchronize_session=False)
    )
    session.info["wake"] = True


def _wanted_again(due: object, expires: object) -> dict[str, object]:
    """What is already owed stays where it is: its worker finds `wanted` grown when it records."""
    owed = Outbox.state.in_(OWED)
    return {
        "wanted": Outbox.wanted + 1,
        "state": case((owed, Outbox.state), else_="waiting"),
        "due_at": case((owed, Outbox.due_at), else_=due),
        "attempts": case((owed, Outbox.attempts), else_=0),
        "expires_at": expires,
        "ended_at": None,
    }


def claim(
    session: Session,
    owner: str,
    *,
    at: datetime,
    lease: timedelta,
    limit: int = 20,
    machine: datetime | None = None,
) -> tuple[Claim, ...]:
    """Takes the first due row of each of up to `limit` free lanes, rows of workers that died among them.

    Postgres lets several workers choose at once (`SKIP LOCKED`) and lends its own clock for leases and
    lanes; on SQLite the transaction is alone (`BEGIN IMMEDIATE`) and leases go by the machine's clock, even
    where `at`, which is now in UTC, was moved forward.
    """
    clock = _clock(session, at)
    leases = clock if is_postgres(session) else machine or at
    due = and_(
        _OWED_ROWS,
        or_(
            and_(Outbox.state == "waiting", Outbox.due_at <= at),
            and_(Outbox.state == "sending", Outbox.lease_until <= leases),
        ),
    )
    claims = []
    for lane in session.scalars(_free_lanes(clock, due).limit(limit)).all():
        row = session.scalars(_first_owed(lane, due)).first()
        if row is None:
            continue
        lane.free_at = clock + PACE
        # A row still `sending` belonged to a worker that died: whether Slack heard it, only Slack knows.
        row.uncertain = row.uncertain or row.state == "sending"
        row.state = "sending"
        row.attempts += 1
        # A worker may lose a row and take it again: what it holds now is not what it held then.
        holder = f"{owner}#{secrets.token_hex(4)}"
        row.lease_owner, row.lease_until = holder, leases + lease
        first_try = row.tried_at = row.tried_at or at
        claims.append(
            Claim(
                id=row.id,
                workspace_id=row.workspace_id,
                key=row.key,
                token=row.token,
                kind=row.kind,
                subject_id=row.subject_id,
                recipient_id=row.recipient_id,
                channel_id=row.channel_id,
                message_ts=row.message_ts,
                wanted=row.wanted,
                attempts=row.attempts,
                uncertain=row.uncertain,
                due_at=row.due_at,
                tried_at=first_try,
                expires_at=row.expires_at,
                lease_owner=holder,
            )
        )
    return tuple(claims)


def _free_lanes(clock: datetime, due: ColumnElement[bool]) -> Select[Lane]:
    owed = exists().where(
        Outbox.workspace_id == Lane.workspace_id, Outbox.recipient_id == Lane.recipient_id, due
    )
    return (
        select(Lane)
        .where(Lane.free_at <= clock, owed)
        .order_by(Lane.free_at)
        .with_for_update(skip_locked=True)
    )


def _first_owed(lane: Lane, due: ColumnElement[bool]) -> Select[Outbox]:
    return (
        select(Outbox)
        .where(Outbox.workspace_id == lane.workspace_id, Outbox.recipient_id == lane.recipient_id, due)
        .order_by(Outbox.due_at, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _clock(session: Session, at: datetime) -> datetime:
    """Replicas on one Postgres agree on its clock; SQLite's processes share the machine's."""
    clock: datetime = session.scalars(select(func.clock_timestamp())).one() if is_postgres(session) else at
    return clock


def sent(session: Session, claim: Claim, channel_id: str, message_ts: str, *, at: datetime) -> bool:
    """Records that Slack has shown it; False when the lease was lost meanwhile, and nothing is written."""
    changed = Outbox.wanted > claim.wanted
    return _record(
        session,
        claim,
        channel_id=channel_id,
        message_ts=message_ts,
        said=claim.wanted,
        state=case((changed, "waiting"), else_="sent"),
        due_at=at,
        ended_at=case((changed, None), else_=at),
        uncertain=False,
        attempts=0,
        reason=None,
    )


def again(
    session: Session, claim: Claim, *, due_at: datetime, reason: str, uncertain: bool, at: datetime
) -> str | None:
    """Puts it back to be tried at `due_at`, or ends it when it would be too late; returns as `end` does."""
    if due_at >= claim.expires_at:
        state, why = ("failed", f"{UNDECIDED}: {reason}") if uncertain else ("expired", reason)
        return end(session, claim, state, why, at=at)
    put = _record(session, claim, state="waiting", due_at=due_at, reason=reason, uncertain=uncertain)
    return "waiting" if put else None


def end(session: Session, claim: Claim, state: str, reason: str, *, at: datetime) -> str | None:
    """Ends it as skipped, expired or failed, with a reason that an admin can read.

    Returns the state; None when the lease was lost meanwhile. What was skipped for what was true when it
    was looked at stays owed if something has changed since.
    """
    changed = Outbox.wanted > claim.wanted if state == "skipped" else false()
    values = {"state": case((changed, "waiting"), else_=state), "ended_at": case((changed, None), else_=at)}
    return state if _record(session, claim, reason=reason, **values) else None


def opened(session: Session, claim: Claim, channel_id: str) -> bool:
    """Remembers the direct-message channel it goes to, before it is said there."""
    return _change(session, claim, {"channel_id": channel_id})


def park(session: Session, claim: Claim, wait: timedelta, reason: str, *, at: datetime) -> None:
    """Slack asked to wait: closes the claim's lane for so long, where the row keeps its place."""
    close_lane(session, claim, wait, at=at)
    _record(session, claim, state="waiting", reason=reason)


def close_lane(session: Session, claim: Claim, wait: timedelta, *, at: datetime) -> None:
    """Nothing more is said where this claim went for so long."""
    until = _clock(session, at) + wait
    session.execute(
        update(Lane)
        .where(
            Lane.workspace_id == claim.workspace_id,
            Lane.recipient_id == claim.recipient_id,
            Lane.free_at < until,
        )
        .values(free_at=until)
        .execution_options(synchronize_session=False)
    )


def is_known(session: Session, workspace_id: str, key: str) -> bool:
    """Whether this was owed before, whatever became of it."""
    found = session.scalars(
        select(Outbox.id).where(Outbox.workspace_id == workspace_id, Outbox.key == key)
    ).first()
    return found is not None


def standing(session: Session) -> dict[str, int]:
    """How many messages are in each state."""
    rows = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
    return {state: int(count) for state, count in rows}


def _record(session: Session, claim: Claim, **values: object) -> bool:
    return _change(session, claim, {**values, "lease_owner": None, "lease_until": None})


def _change(session: Session, claim: Claim, values: dict[str, object]) -> bool:
    """Writes to the row if it is still this worker's: a row count decides, as for every lease."""
    statement: Update = (
        update(Outbox)
        .where(Outbox.id == claim.id, Outbox.state == "sending", Outbox.lease_owner == claim.lease_owner)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    outcome = session.execute(statement)
    assert isinstance(outcome, CursorResult)
    return outcome.rowcount == 1
