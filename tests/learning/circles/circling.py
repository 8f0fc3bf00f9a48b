"""A circle and its people, for tests of circles."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, facilitating, plans, replies, rounds, ticks
from learning.circles.circles import CircleFacts
from learning.circles.plans import Plan
from learning.core import schedules
from learning.core.sockets.threads import Reply
from learning.core.ticks import plans as due_plans
from storage.models.activity_log import LogEntry
from storage.models.circles import Round
from storage.models.outbox import Outbox
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, KATE, LIAM, C, T, town

__all__ = ["ANA", "BEN", "FAY", "HUGO", "KATE", "LIAM", "NOW", "TUESDAY", "C", "T", "town"]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning in Lisbon, where clocks go forward on the 29th."""
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""When the first round is due."""


def plan(*, at: datetime = NOW, **more: Any) -> Plan:
    """What the form says, unless said otherwise: every Tuesday at 10:00 in Lisbon, prompts from the bank."""
    fields: dict[str, Any] = {
        "name": "Incident stories",
        "topic": "incidents",
        "channel_id": C,
        "weekday": 1,
        "clock": "10:00",
        "zone": "Europe/Lisbon",
        "start": None,
    }
    fields |= more
    return plans.plan(fields.pop("name"), at=at, **fields)


def begin(session: Session, *, by: str = FAY, key: str = "view:V1", at: datetime = NOW, **more: Any) -> int:
    """Fay's circle; its number."""
    facts = facilitating.begin(session, T, by, plan(at=at, **more), request_key=key, at=at)
    return facts.circle_id


def edit(session: Session, number: int, *, by: str = FAY, at: datetime = NOW, **more: Any) -> CircleFacts:
    """The circle as wanted; of its members those who are shown and not named leave."""
    version = more.pop("version", circles.facts(session, number).version)
    shown = more.pop("shown", circles.members(session, number))
    wanted = plan(at=at, **{"members": shown, **more})
    return facilitating.edit(session, T, by, number, wanted, shown=shown, version=version, at=at)


def tick(session: Session, at: datetime) -> None:
    """What time brings by then."""
    ticks.tick(session, at=at)
    schedules.fall_due(session, due_plans(), at=at)


def ask(session: Session, number: int, at: datetime) -> Round:
    """The circle's round is due, is asked, and stands in its channel."""
    tick(session, at)
    row = newest(session, number)
    rounds.posted(session, row.id, f"{int(at.timestamp())}.0001", at=at)
    return row


def speak(session: Session, row: Round, who: str, at: datetime, *, ts: str | None = None) -> str:
    """Somebody replies in a round's thread; their reply."""
    ts = ts or f"{int(at.timestamp())}.{abs(hash(who)) % 10**6:06}"
    reply = Reply(
        channel_id=row.channel_id,
        thread_ts=row.message_ts or "",
        ts=ts,
        author_id=who,
        text="So do we.",
        spoken_at=at,
    )
    replies.heard(session, T, row.id, reply)
    return ts


def newest(session: Session, number: int) -> Round:
    """The circle's last round."""
    return (
        session.scalars(
            select(Round)
            .where(Round.circle_id == number)
            .order_by(Round.due_at.desc())
            .execution_options(populate_existing=True)
        ).first()
        or _none()
    )


def verbs(session: Session, kind: str) -> list[str]:
    """What happened so far, in order."""
    rows = session.scalars(select(LogEntry.verb).where(LogEntry.subject_kind == kind).order_by(LogEntry.id))
    return list(rows)


def owed(session: Session, kind: str) -> list[str]:
    """Who is owed messages of a kind, sorted."""
    return sorted(session.scalars(select(Outbox.recipient_id).where(Outbox.kind == f"circles.{kind}")))


def _none() -> Round:
    raise AssertionError("there is no round")
