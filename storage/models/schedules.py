"""What comes again: a rule, a local wall time and a zone."""

from datetime import date, datetime

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Schedule(Base):
    """A thing that comes again. `local` is the naive wall time in `zone` that its RFC 5545 rule counts from.

    `next_at` is the next occurrence that has not been acted on; none when it has ended.
    """

    __tablename__ = "schedules"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "subject_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int] = mapped_column(Key)
    rule: Mapped[str] = mapped_column(Text)
    local: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None] = mapped_column(Date)
    next_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
