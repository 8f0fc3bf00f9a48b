"""What a round's format does with it: from its prompt to its end, moved on by time and by people."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from learning.circles import circles, rounds, stages
from learning.circles.formats import coffees, debates, turns
from storage.models.circles import Circle, Round


class Format(Protocol):
    """What each format knows. The round and its circle are locked; `at` is now, in UTC."""

    def begin(self, session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
        """The prompt stands in its channel."""

    def move(self, session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
        """The time of the round's stage has come."""

    def over(self, session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
        """The round is looked back on."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {circles.TURNS: turns, circles.DEBATE: debates, circles.COFFEE: coffees}
)
"""Those that do more than ask; an open discussion does not."""


def posted(session: Session, round_id: int, message_ts: str, *, at: datetime) -> None:
    """The prompt stands in its channel, and the round begins."""
    # The circle is locked before its round: whoever presses a button does so in that order too.
    stages.locked(session, session.get_one(Round, round_id).workspace_id, round_id)
    rounds.posted(session, round_id, message_ts, at=at)
    begin(session, round_id, at=at)


def begin(session: Session, round_id: int, *, at: datetime) -> None:
    """A round's prompt was posted. What the circle still has going on ends with that: one at a time."""
    workspace_id = session.get_one(Round, round_id).workspace_id
    circle, row = stages.locked(session, workspace_id, round_id)
    if row.state != "posted" or row.stage:
        return
    session.execute(
        update(Round)
        .where(
            Round.circle_id == circle.id,
            Round.state == "posted",
            Round.id != row.id,
            or_(Round.recap_at.is_(None), Round.recap_at > at),
        )
        .values(recap_at=at)
    )
    if row.format in FORMATS:
        FORMATS[row.format].begin(session, circle, row, at=at)
        stages.changed(session, row, at=at)


def move(session: Session, *, at: datetime) -> int:
    """Moves on each round whose stage's time has come; returns how many."""
    due = session.execute(
        select(Round.workspace_id, Round.id).where(Round.next_at <= at).order_by(Round.next_at, Round.id)
    ).all()
    count = 0
    for workspace_id, number in due:
        circle, row = stages.locked(session, workspace_id, number)
        if row.next_at is None or row.next_at > at:
            continue
        row.next_at = None
        if row.state == "posted" and row.format in FORMATS:
            FORMATS[row.format].move(session, circle, row, at=at)
            stages.changed(session, row, at=at)
            count += 1
    return count


def spoke(session: Session, row: Round, member_id: str, *, at: datetime) -> None:
    """Somebody replied in the round's thread for the first time, or again."""
    if row.format == circles.TURNS and row.state == "posted":
        turns.spoke(session, row, member_id, at=at)


def over(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """A round is looked back on: what its format still had to do ends."""
    row.next_at = None
    if row.format in FORMATS and row.stage:
        FORMATS[row.format].over(session, circle, row, at=at)
        stages.changed(session, row, at=at)


def thread(session: Session, round_id: int) -> str | None:
    """The message that a round's thread hangs on; None until it is posted."""
    return session.get_one(Round, round_id).message_ts
