"""Outbox rows: what the bot owes somebody, claimed by lease, said once, ended with a reason."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    Update,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.dialect import insert, is_postgres
from storage.models import Lane, Outbox

PACE = timedelta(seconds=1)
"""One message a second a channel, as Slack asks."""
OF_USE = timedelta(days=3)
"""How long a message is worth saying after it was due, unless its reason knows better."""
OWED = ("waiting", "sending")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row in the hands of one worker until its lease ends."""

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
    tried_at: datetime
    expires_at: datetime
    owner: str


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
    row = insert(session, Outbox).values(
        workspace_id=workspace_id,
        key=key,
        token=uuid.uuid4().hex,
        kind=kind,
        subject_id=subject_id,
        recipient_id=recipient_id,
        state="waiting",
        due_at=due,
        expires_at=due + of_use,
        created_at=at,
    )
    session.execute(
        row.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=_wanted_again(due, of_use))
    )
    lane = insert(session, Lane).values(workspace_id=workspace_id, recipient_id=recipient_id, free_at=at)
    session.execute(lane.on_conflict_do_nothing())
    session.info["wake"] = True


def refresh(session: Session, workspace_id: str, key: str, *, at: datetime) -> None:
    """Owes the next state of a message owed before; three hundred refreshes become a handful of updates."""
    session.execute(
        update(Outbox)
        .where(Outbox.workspace_id == workspace_id, Outbox.key == key)
        .values(_wanted_again(at, OF_USE))
        .execution_options(synchronize_session=False)
    )
    session.info["wake"] = True


def _wanted_again(due: datetime, of_use: timedelta) -> dict[str, object]:
    """What is already owed stays where it is: its worker finds `wanted` grown when it records."""
    owed = Outbox.state.in_(OWED)
    return {
        "wanted": Outbox.wanted + 1,
        "state": case((owed, Outbox.state), else_="waiting"),
        "due_at": case((owed, Outbox.due_at), else_=due),
        "attempts": case((owed, Outbox.attempts), else_=0),
        "expires_at": due + of_use,
        "ended_at": None,
    }


def claim(
    session: Session, owner: str, *, at: datetime, lease: timedelta, limit: int = 20
) -> tuple[Claim, ...]:
    """Takes the first due row of each of up to `limit` free lanes, rows of workers that died among them.

    Postgres lets several workers choose at once (`SKIP LOCKED`) and lends its own clock for leases; on
    SQLite the transaction is alone (`BEGIN IMMEDIATE`). `at` is now, in UTC.
    """
    clock = lease_clock(session, at)
    due = and_(
        Outbox.state.in_(OWED),
        or_(
            and_(Outbox.state == "waiting", Outbox.due_at <= at),
            and_(Outbox.state == "sending", Outbox.lease_until <= clock),
        ),
    )
    claims = []
    for lane in session.scalars(_free_lanes(at, due).limit(limit)).all():
        row = session.scalars(_first_owed(lane, due)).first()
        if row is None:
            continue
        lane.free_at = at + PACE
        # A row still `sending` belonged to a worker that died: whether Slack heard it, only Slack knows.
        row.uncertain = row.uncertain or row.state == "sending"
        row.state = "sending"
        row.attempts += 1
        row.lease_owner, row.lease_until = owner, clock + lease
        first_try, row.tried_at = row.tried_at or at, row.tried_at or at
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
                tried_at=first_try,
                expires_at=row.expires_at,
                owner=owner,
            )
        )
    session.flush()
    return tuple(claims)


def _free_lanes(at: datetime, due: ColumnElement[bool]) -> Select[Lane]:
    owed = exists().where(
        Outbox.workspace_id == Lane.workspace_id, Outbox.recipient_id == Lane.recipient_id, due
    )
    return (
        select(Lane).where(Lane.free_at <= at, owed).order_by(Lane.free_at).with_for_update(skip_locked=True)
    )


def _first_owed(lane: Lane, due: ColumnElement[bool]) -> Select[Outbox]:
    return (
        select(Outbox)
        .where(Outbox.workspace_id == lane.workspace_id, Outbox.recipient_id == lane.recipient_id, due)
        .order_by(Outbox.due_at, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def lease_clock(session: Session, at: datetime) -> datetime:
    """Replicas on one Postgres agree on its clock; SQLite's processes share the machine's."""
    if not is_postgres(session):
        return at
    clock: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
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
) -> bool:
    """Puts it back to be tried at `due_at`, or ends it when it would no longer be of use by then."""
    if due_at >= claim.expires_at:
        return end(session, claim, "expired", reason, at=at)
    return _record(session, claim, state="waiting", due_at=due_at, reason=reason, uncertain=uncertain)


def end(session: Session, claim: Claim, state: str, reason: str, *, at: datetime) -> bool:
    """Ends it as skipped, expired or failed, with a reason that an admin can read."""
    return _record(session, claim, state=state, reason=reason, ended_at=at)


def opened(session: Session, claim: Claim, channel_id: str) -> bool:
    """Remembers the direct-message channel it goes to, before it is said there."""
    return _change(session, claim, {"channel_id": channel_id})


def park(session: Session, claim: Claim, until: datetime) -> None:
    """Closes the claim's lane until then, because Slack asked for it."""
    session.execute(
        update(Lane)
        .where(Lane.workspace_id == claim.workspace_id, Lane.recipient_id == claim.recipient_id)
        .values(free_at=until)
        .execution_options(synchronize_session=False)
    )


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
        .where(Outbox.id == claim.id, Outbox.state == "sending", Outbox.lease_owner == claim.owner)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    outcome = session.execute(statement)
    assert isinstance(outcome, CursorResult)
    return outcome.rowcount == 1
