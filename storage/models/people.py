"""The workspace, its members, its channels and its topics."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Workspace(Base):
    """One Slack workspace, and who the bot is in it; `url` is where its message links begin."""

    __tablename__ = "workspaces"
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    bot_user_id: Mapped[str] = mapped_column(SlackId)


class Member(Base):
    """A person in the workspace as the bot knows them.

    `appointed` is the role that the environment gives them, `granted` the one that an admin gave in Slack.
    """

    __tablename__ = "members"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    zone: Mapped[str] = mapped_column(Text, default="UTC")
    slack_admin: Mapped[bool] = mapped_column(default=False)
    appointed: Mapped[str | None] = mapped_column(String(16))
    granted: Mapped[str | None] = mapped_column(String(16))
    team: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(16), default="")
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_gone: Mapped[bool] = mapped_column(default=False)


class Erasure(Base):
    """A member wants their data deleted; the row goes with the data."""

    __tablename__ = "erasures"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)


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
