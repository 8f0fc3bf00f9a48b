"""Lunch-and-learns: their sittings, who has a seat or waits for one, and what came of them."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Series(Base):
    """A lunch that comes again: how often, and until which day on its host's calendar."""

    __tablename__ = "series"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    repeat: Mapped[str] = mapped_column(String(16))
    until: Mapped[date] = mapped_column(Date)


class Lunch(Base):
    """One sitting. `local` is its wall time in `zone`, from which `starts_at` was made.

    `version` grows with every change; `sequence`, as in calendars, with those that people are told of.
    """

    __tablename__ = "lunches"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_lunches_workspace_id_starts_at", "workspace_id", "starts_at"),
        Index("ix_lunches_state_announce_at", "state", "announce_at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    request_key: Mapped[str] = mapped_column(Text)
    uid: Mapped[str] = mapped_column(String(64))
    host_id: Mapped[str] = mapped_column(SlackId, index=True)
    title: Mapped[str] = mapped_column(Text)
    takeaways: Mapped[str] = mapped_column(Text, default="")
    local: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int]
    seats: Mapped[int | None]
    place: Mapped[str] = mapped_column(Text, default="")
    channel_id: Mapped[str] = mapped_column(SlackId)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    closed: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text, default="")
    recording: Mapped[str] = mapped_column(Text, default="")
    slides: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    orphaned: Mapped[bool] = mapped_column(default=False)
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    announce_at: Mapped[datetime] = mapped_column(Instant)


class LunchTopic(Base):
    """A lunch is about a topic; `position` keeps the order in which they were named."""

    __tablename__ = "lunch_topics"
    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True, index=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    position: Mapped[int]


class Seat(Base):
    """A member's seat at a lunch, or their place in its line.

    `state` is going, waiting, offered (until `offered_until`), or left; `place` is the order in line;
    `revisions` is how far their calendar files are ahead of the lunch's `sequence`.
    """

    __tablename__ = "seats"
    __table_args__ = (
        Index("ix_seats_state_offered_until", "state", "offered_until"),
        Index("ix_seats_workspace_id_member_id", "workspace_id", "member_id"),
    )
    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    state: Mapped[str] = mapped_column(String(16))
    place: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    offered_until: Mapped[datetime | None] = mapped_column(Instant)
    offers: Mapped[int] = mapped_column(default=0)
    revisions: Mapped[int] = mapped_column(default=0)
    says_there: Mapped[bool | None]
    attended: Mapped[bool | None]
    used: Mapped[bool | None]
    teaches: Mapped[bool | None]


class LunchNote(Base):
    """What a host wrote to those who signed up."""

    __tablename__ = "lunch_notes"
    __table_args__ = (UniqueConstraint("workspace_id", "request_key"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id"))
    author_id: Mapped[str] = mapped_column(SlackId)
    request_key: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Feedback(Base):
    """What somebody made of a lunch; `named` when they want the host to see who says so."""

    __tablename__ = "lunch_feedback"
    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    rating: Mapped[int]
    use: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[str] = mapped_column(Text, default="")
    named: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Instant)
