"""Half hours that somebody asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class HalfHour(Base):
    """Somebody asked for half an hour with a teacher of a topic."""

    __tablename__ = "half_hours"
    __table_args__ = (
        Index("ix_half_hours_workspace_id_learner_id", "workspace_id", "learner_id"),
        Index("ix_half_hours_workspace_id_teacher_id", "workspace_id", "teacher_id"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    learner_id: Mapped[str] = mapped_column(SlackId)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    request_key: Mapped[str] = mapped_column(Text, unique=True)
    state: Mapped[str] = mapped_column(String(16))
    teacher_id: Mapped[str | None] = mapped_column(SlackId)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    met: Mapped[str | None] = mapped_column(String(16))
