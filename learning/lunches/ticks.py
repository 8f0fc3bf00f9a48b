"""What time brings for lunches."""

from datetime import datetime

from sqlalchemy.orm import Session

from learning.lunches import announcements, handovers, waitlist


def tick(session: Session, *, at: datetime) -> int:
    """Everything about lunches that time brings; the same again does nothing. Returns how much it was."""
    return (
        waitlist.lapse(session, at=at)
        + announcements.announce(session, at=at)
        + announcements.finish(session, at=at)
        + waitlist.depart(session, at=at)
        + handovers.orphan(session, at=at)
    )
