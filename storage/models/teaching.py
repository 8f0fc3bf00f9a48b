"""Who offers to teach what and how much of it, who wishes to learn what, and whose time was asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Teacher(Base):
    """How much of a member's time may be asked for: so many requests a week, none while paused."""

    __tablename__ = "teachers"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    weekly: Mapped[int] = mapped_column(default=3)
    paused_until: Mapped[datetime | None] = mapped_column(Instant)


class Offer(Base):
    """A member's standing offer to teach a topic, and in which ways."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("workspace_id", "topic_id", "member_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    member_id: Mapped[str] = mapped_column(SlackId, index=True)
    answers: Mapped[bool] = mapped_column(default=True)
    half_hours: Mapped[bool] = mapped_column(default=True)
    lunches: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Wish(Base):
    """A member would like to learn about a topic."""

    __tablename__ = "wishes"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


class Referral(Base):
    """Somebody said who else knows a topic."""

    __tablename__ = "referrals"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    by_id: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime] = mapped_column(Instant)


class Request(Base):
    """Somebody's time was asked for: to answer a question, for half an hour, or to host a lunch.

    It is the ledger of everyone's load, whatever was asked. `told_by` is who named them, and `why` says so.
    """

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject_id", "member_id"),
        Index("ix_requests_workspace_id_member_id_asked_at", "workspace_id", "member_id", "asked_at"),
        Index("ix_requests_state_due_at", "state", "due_at"),
        Index(
            "ix_requests_told_by",
            "workspace_id",
            "told_by",
            sqlite_where=text("told_by IS NOT NULL"),
            postgresql_where=text("told_by IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(Key)
    member_id: Mapped[str] = mapped_column(SlackId)
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text, default="")
    told_by: Mapped[str | None] = mapped_column(SlackId)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
