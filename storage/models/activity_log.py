"""The activity log."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class LogEntry(Base):
    """One thing that happened. Append-only: every figure comes from here."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_workspace_id_at_actor_id", "workspace_id", "at", "actor_id"),
        Index("ix_activities_workspace_id_verb_at", "workspace_id", "verb", "at"),
        Index("ix_activities_workspace_id_actor_id_at", "workspace_id", "actor_id", "at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    actor_id: Mapped[str | None] = mapped_column(SlackId)
    verb: Mapped[str] = mapped_column(String(32))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int] = mapped_column(Key)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    at: Mapped[datetime] = mapped_column(Instant)
