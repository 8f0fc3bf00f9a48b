"""What time brings for circles."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.circles import replies, rounds, upkeep
from learning.circles.formats import formats
from learning.core.schedules import Plan

ROUND = Plan(rounds.ask, rounds.missed, of_use=timedelta(days=1))
"""A round is asked on its own local day or not at all, which the verb looks at more closely."""


def tick(session: Session, *, at: datetime) -> int:
    """Everything about circles that time brings; the same again does nothing. Returns how much it was."""
    return (
        upkeep.orphan(session, at=at)
        + upkeep.back(session, at=at)
        + upkeep.strand(session, at=at)
        + upkeep.wake(session, at=at)
        + rounds.prepare(session, at=at)
        + formats.move(session, at=at)
        + replies.finish(session, at=at)
        + upkeep.conclude(session, at=at)
    )
