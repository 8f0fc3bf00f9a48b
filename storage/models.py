"""The tables: what Teachback remembers, each row scoped to one workspace."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Key = BigInteger().with_variant(Integer(), "sqlite")
"""Row numbers: 64 bits on Postgres, SQLite's own rowid there."""

SlackId = String(32)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused, because nobody knows whose midnight it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; instants are aware and in UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return instant.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Workspace(Base):
    """One Slack workspace, and who the bot is in it; `url` is where its message links begin."""

    __tablename__ = "workspaces"
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    bot_user_id: Mapped[str] = mapped_column(SlackId)


class Member(Base):
    """A person in the workspace as the bot knows them."""

    __tablename__ = "members"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    zone: Mapped[str] = mapped_column(Text, default="UTC")
    slack_admin: Mapped[bool] = mapped_column(default=False)
    appointed: Mapped[str | None] = mapped_column(String(16))
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_gone: Mapped[bool] = mapped_column(default=False)


class Channel(Base):
    """A channel as Slack last described it; it decides who may find what was asked there."""

    __tablename__ = "channels"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    is_private: Mapped[bool] = mapped_column(default=True)
    is_archived: Mapped[bool] = mapped_column(default=False)
    bot_is_in: Mapped[bool] = mapped_column(default=False)


class Topic(Base):
    """A normalised tag."""

    __tablename__ = "topics"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    name: Mapped[str] = mapped_column(Text)


class Question(Base):
    """Something asked with /learn; a draft until its asker has seen the answers that were there already."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        UniqueConstraint("workspace_id", "channel_id", "message_ts"),
        Index("ix_questions_workspace_id_asker_id_asked_at", "workspace_id", "asker_id", "asked_at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    asker_id: Mapped[str] = mapped_column(SlackId)
    anonymous: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text, default="")
    source_link: Mapped[str | None] = mapped_column(Text)
    channel_id: Mapped[str] = mapped_column(SlackId)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    request_key: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted_answer_id: Mapped[int | None] = mapped_column(Key)
    accepted_by: Mapped[str | None] = mapped_column(SlackId)
    accepted_how: Mapped[str | None] = mapped_column(String(16))
    deflected_to: Mapped[int | None] = mapped_column(Key)
    checks: Mapped[int] = mapped_column(default=0)


class QuestionTopic(Base):
    """A question carries a topic; `position` keeps the order in which they were named."""

    __tablename__ = "question_topics"
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True, index=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    position: Mapped[int]


class Answer(Base):
    """A reply in a question's thread. A deleted one stays as an empty row: a late retry cannot revive it."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("workspace_id", "channel_id", "ts"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    author_id: Mapped[str] = mapped_column(SlackId)
    channel_id: Mapped[str] = mapped_column(SlackId)
    ts: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)


class Follow(Base):
    """A member wants to hear when a question is answered."""

    __tablename__ = "follows"
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime] = mapped_column(Instant)


class Activity(Base):
    """One thing that happened. Append-only: every figure comes from here."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_workspace_id_at", "workspace_id", "at"),
        Index("ix_activities_workspace_id_verb_at", "workspace_id", "verb", "at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    actor_id: Mapped[str | None] = mapped_column(SlackId)
    verb: Mapped[str] = mapped_column(String(32))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int] = mapped_column(Key)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class Delivery(Base):
    """Something Slack delivered and that was acted on; the same key again changes nothing."""

    __tablename__ = "deliveries"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


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
