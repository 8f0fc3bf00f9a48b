"""What the digest proposes to admins, and what became of it."""

from datetime import date, datetime

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import NUMBERED_ONCE, Base, Instant, Key, SlackId


class Suggestion(Base):
    """Something to do next, with its evidence as it was when the digest of `week` was made (`facts`, JSON).

    `subject` is what it is about: a row's number, or a team's name. `state` is open, done or dismissed.
    """

    __tablename__ = "suggestions"
    __table_args__ = (UniqueConstraint("workspace_id", "week", "kind", "subject"), NUMBERED_ONCE)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    week: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    weight: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[str | None] = mapped_column(SlackId)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
