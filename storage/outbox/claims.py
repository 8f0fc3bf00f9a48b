"""Outbox rows in a worker's hands: claimed by lease, said once, ended with a reason.

Every message goes through here, so the statements are made once: making one costs more than running it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Interval,
    Update,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage.engine.compiled import run
from storage.engine.dialect import is_postgres
from storage.models.outbox import Lane, Outbox

__all__ = [
    "OWED", "PACE", "UNDECIDED", "Claim", "again", "claim", "close_lane", "end", "opened", "park", "sent",
]  # fmt: skip

PACE = timedelta(seconds=1)
"""One message a second a channel, as Slack asks."""
OWED = ("waiting", "sending")
UNDECIDED = "undecided whether it was said"
_ROWS: Any = Outbox.__table__
_LANES: Any = Lane.__table__
_ROW, _LANE = _ROWS.c, _LANES.c


@dataclass(frozen=True, slots=True)
class Claim:
    """A row in the hands of one worker until its lease ends.

    `lease_owner` is of this worker and this moment alone: one that lost a row may take it again.
    """

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
    values = {"at": at, "clock": at, "leases": machine or at, "most": limit}
    rows = session.execute(_first_owed(is_postgres(session)), values).all()
    if not rows:
        return ()
    clock: datetime = rows[0].clock or at
    until = (rows[0].clock or machine or at) + lease
    holder = f"{owner}#{secrets.token_hex(4)}"
    claims = tuple(
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
            attempts=row.attempts + 1,
            # A row still `sending` belonged to a worker that died: whether Slack heard it, only Slack knows.
            uncertain=row.uncertain or row.state == "sending",
            due_at=row.due_at,
            tried_at=row.tried_at or at,
            expires_at=row.expires_at,
            lease_owner=holder,
        )
        for row in rows
    )
    free_at = clock + PACE
    run(
        session,
        _TAKE_LANE,
        *({"workspace": one.workspace_id, "recipient": one.recipient_id, "until": free_at} for one in claims),
    )
    run(
        session,
        _TAKE_ROW,
        *(
            {
                "row": one.id,
                "tries": one.attempts,
                "unsure": one.uncertain,
                "holder": holder,
                "until": until,
                "first_try": one.tried_at,
            }
            for one in claims
        ),
    )
    return claims


def opened(session: Session, claim: Claim, channel_id: str) -> bool:
    """Remembers the direct-message channel it goes to, before it is said there."""
    return _change(session, claim, _OPENED, {"channel": channel_id})


def sent(session: Session, claim: Claim, channel_id: str, message_ts: str, *, at: datetime) -> bool:
    """Records that Slack has shown it; False when the lease was lost meanwhile, and nothing is written."""
    values = {"claimed": claim.wanted, "channel": channel_id, "ts": message_ts, "at": at}
    return _change(session, claim, _SENT, values)


def again(
    session: Session, claim: Claim, *, due_at: datetime, reason: str, uncertain: bool, at: datetime
) -> str | None:
    """Puts it back to be tried at `due_at`, or ends it when it would be too late; returns as `end` does."""
    if due_at >= claim.expires_at:
        state, why = ("failed", f"{UNDECIDED}: {reason}") if uncertain else ("expired", reason)
        return end(session, claim, state, why, at=at)
    put = _change(session, claim, _AGAIN, {"due": due_at, "why": reason, "unsure": uncertain})
    return "waiting" if put else None


def end(session: Session, claim: Claim, state: str, reason: str, *, at: datetime) -> str | None:
    """Ends it as skipped, expired or failed, with a reason that an admin can read.

    Returns the state; None when the lease was lost meanwhile. What was skipped for what was true when it
    was looked at stays owed if something has changed since.
    """
    if state == "skipped":
        ended = _change(session, claim, _SKIPPED, {"claimed": claim.wanted, "why": reason, "at": at})
    else:
        ended = _change(session, claim, _ENDED, {"end": state, "why": reason, "at": at})
    return state if ended else None


def removed(session: Session, claim: Claim, reason: str, *, at: datetime) -> bool:
    """What was said was taken back, for this reason: wanted again, it is a message of its own.

    False when the lease was lost meanwhile, and nothing is written.
    """
    return _change(session, claim, _REMOVED, {"claimed": claim.wanted, "why": reason, "at": at})


def park(session: Session, claim: Claim, wait: timedelta, reason: str, *, at: datetime) -> None:
    """Slack asked to wait: closes the claim's lane for so long, where the row keeps its place."""
    close_lane(session, claim, wait, at=at)
    _change(session, claim, _PARKED, {"why": reason})


def close_lane(session: Session, claim: Claim, wait: timedelta, *, at: datetime) -> None:
    """Nothing more is said where this claim went for so long."""
    run(
        session,
        _close_lane(is_postgres(session)),
        {"workspace": claim.workspace_id, "recipient": claim.recipient_id, "wait": wait, "until": at + wait},
    )


def _change(session: Session, claim: Claim, statement: Update, values: dict[str, object]) -> bool:
    """Writes to the row if it is still this worker's: a row count decides, as for every lease."""
    session.flush()
    return run(session, statement, {"row": claim.id, "holder": claim.lease_owner, **values}).rowcount == 1


@cache
def _first_owed(postgres: bool) -> Any:
    """The first due row of each free lane, both of them locked, and Postgres' clock.

    Replicas on one Postgres agree on its clock; SQLite's processes share the machine's.
    """
    clock = func.clock_timestamp() if postgres else bindparam("clock", type_=_LANE.free_at.type)
    leases = clock if postgres else bindparam("leases", type_=_LANE.free_at.type)

    def due(row: Any) -> ColumnElement[bool]:
        # Written out as in `ix_outbox_owed`: SQLite sees that the index is of use only by the letters.
        return and_(
            row.state.in_([literal_column(f"'{state}'") for state in OWED]),
            or_(
                and_(row.state == "waiting", row.due_at <= bindparam("at")),
                and_(row.state == "sending", row.lease_until <= leases),
            ),
        )

    held = _ROWS.alias("held")
    first = (
        select(_ROW.id)
        .where(_ROW.workspace_id == _LANE.workspace_id, _ROW.recipient_id == _LANE.recipient_id, due(_ROW))
        .order_by(_ROW.due_at, _ROW.id)
        .limit(1)
        .correlate(_LANES)
        .scalar_subquery()
    )
    return (
        select(held, (clock if postgres else null()).label("clock"))
        .join_from(_LANES, held, held.c.id == first)
        # Asked of the row once more: Postgres locks it as it is by then.
        .where(_LANE.free_at <= clock, due(held.c))
        .order_by(_LANE.free_at)
        .limit(bindparam("most"))
        .with_for_update(of=[_LANES, held], skip_locked=True)
    )


@cache
def _close_lane(postgres: bool) -> Update:
    until: Any = bindparam("until", type_=_LANE.free_at.type)
    if postgres:
        until = func.clock_timestamp() + bindparam("wait", type_=Interval)
    return _lane_of_claim().where(_LANE.free_at < until).values(free_at=until)


def _lane_of_claim() -> Update:
    return update(_LANES).where(
        _LANE.workspace_id == bindparam("workspace"), _LANE.recipient_id == bindparam("recipient")
    )


def _held(**values: Any) -> Update:
    return (
        update(_ROWS)
        .where(_ROW.id == bindparam("row"), _ROW.state == "sending", _ROW.lease_owner == bindparam("holder"))
        .values(**values)
    )


def _let_go(**values: Any) -> Update:
    return _held(**values, lease_owner=None, lease_until=None)


_CHANGED = _ROW.wanted > bindparam("claimed")
"""Whether another state became worth showing since it was claimed."""
_AT = bindparam("at", type_=_ROW.ended_at.type)
_WHY: Any = bindparam("why")
_TAKE_LANE = _lane_of_claim().values(free_at=bindparam("until"))
_TAKE_ROW = (
    update(_ROWS)
    .where(_ROW.id == bindparam("row"))
    .values(
        state="sending",
        attempts=bindparam("tries"),
        uncertain=bindparam("unsure"),
        lease_owner=bindparam("holder"),
        lease_until=bindparam("until"),
        tried_at=bindparam("first_try"),
    )
)
_OPENED = _held(channel_id=bindparam("channel"))
_SENT = _let_go(
    channel_id=bindparam("channel"),
    message_ts=bindparam("ts"),
    said=bindparam("claimed"),
    state=case((_CHANGED, "waiting"), else_="sent"),
    due_at=_AT,
    ended_at=case((_CHANGED, None), else_=_AT),
    uncertain=False,
    attempts=0,
    reason=None,
)
_AGAIN = _let_go(state="waiting", due_at=bindparam("due"), reason=_WHY, uncertain=bindparam("unsure"))
_SKIPPED = _let_go(
    state=case((_CHANGED, "waiting"), else_="skipped"),
    ended_at=case((_CHANGED, None), else_=_AT),
    reason=_WHY,
)
_REMOVED = _let_go(
    state=case((_CHANGED, "waiting"), else_="skipped"),
    ended_at=case((_CHANGED, None), else_=_AT),
    reason=_WHY,
    message_ts=None,
)
_ENDED = _let_go(state=bindparam("end"), ended_at=_AT, reason=_WHY)
_PARKED = _let_go(state="waiting", reason=_WHY)
