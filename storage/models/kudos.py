"""Kudos: who thanked whom and for what, by words, a press or a reaction; and the badges people earned."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Kudos(Base):
    """Thanks, once given: by command, press or reaction (`how`), until `retracted_at`.

    `channel_id` is where it was said, `message_ts` the message that a reaction is on; a press is about the
    thing that `subject_kind` and `subject_id` name. `request_key` makes the same request count once.
    """

    __tablename__ = "kudos"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_kudos_workspace_id_given_at", "workspace_id", "given_at"),
        Index("ix_kudos_workspace_id_giver_id_given_at", "workspace_id", "giver_id", "given_at"),
        Index("ix_kudos_workspace_id_channel_id_message_ts", "workspace_id", "channel_id", "message_ts"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    giver_id: Mapped[str] = mapped_column(SlackId)
    how: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    channel_id: Mapped[str | None] = mapped_column(SlackId)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    subject_kind: Mapped[str | None] = mapped_column(String(16))
    subject_id: Mapped[int | None] = mapped_column(Key)
    request_key: Mapped[str] = mapped_column(String(128))
    given_at: Mapped[datetime] = mapped_column(Instant)
    retracted_at: Mapped[datetime | None] = mapped_column(Instant)


class KudosRecipient(Base):
    """Somebody is thanked; each counts once, whatever the words repeat."""

    __tablename__ = "kudos_recipients"
    __table_args__ = (Index("ix_kudos_recipients_workspace_id_member_id", "workspace_id", "member_id"),)
    kudos_id: Mapped[int] = mapped_column(ForeignKey("kudos.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)


class KudosTopic(Base):
    """Thanks are about a topic; `position` keeps the order in which they were named."""

    __tablename__ = "kudos_topics"
    kudos_id: Mapped[int] = mapped_column(ForeignKey("kudos.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True, index=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    position: Mapped[int]


class KudosReaction(Base):
    """The last that was heard of one reaction, of one person, on one message: whether it stands there."""

    __tablename__ = "kudos_reactions"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    giver_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    message_ts: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    stands: Mapped[bool]
    event_at: Mapped[datetime] = mapped_column(Instant)


class Badge(Base):
    """Something a member did for the first time, or kept doing; earned once, and kept."""

    __tablename__ = "badges"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    earned_at: Mapped[datetime] = mapped_column(Instant)


class BadgeMark(Base):
    """How far the activity log was read for badges: up to and with this line."""

    __tablename__ = "badge_marks"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    activity_id: Mapped[int] = mapped_column(Key)
