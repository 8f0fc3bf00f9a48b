"""What the bot owes people, and the lanes it goes by."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Outbox(Base):
    """One message the bot owes somebody: posted once, then kept true by updates.

    `wanted` counts the states worth showing, `said` the last one shown; while they differ, there is work.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(
            "ix_outbox_owed",
            "workspace_id",
            "recipient_id",
            "due_at",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        Index("ix_outbox_kind_subject_id", "kind", "subject_id"),
        Index("ix_outbox_workspace_id_recipient_id", "workspace_id", "recipient_id"),
        # Two that look alike. Home counts a week's states in the first alone, which holds all that was said;
        # the few reasons why something was not said are found by the last (with 400,000 rows on SQLite: 2 ms
        # with both, 135 ms and 190 ms without the one or the other).
        Index("ix_outbox_workspace_id_ended_at_state", "workspace_id", "ended_at", "state"),
        Index(
            "ix_outbox_unsaid",
            "workspace_id",
            "ended_at",
            sqlite_where=text("state IN ('skipped', 'expired', 'failed')"),
            postgresql_where=text("state IN ('skipped', 'expired', 'failed')"),
        ),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    key: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[int] = mapped_column(Key)
    recipient_id: Mapped[str] = mapped_column(SlackId)
    channel_id: Mapped[str | None] = mapped_column(SlackId)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    wanted: Mapped[int] = mapped_column(default=1)
    said: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    uncertain: Mapped[bool] = mapped_column(default=False)
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Lane(Base):
    """Where messages queue: one recipient, one post a second, parked when Slack says so."""

    __tablename__ = "lanes"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    recipient_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    free_at: Mapped[datetime] = mapped_column(Instant)
