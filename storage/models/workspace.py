"""The workspace, its members, channels and topics, and what is decided for it and by each person."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
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


class Setting(Base):
    """One decision about the workspace, as JSON; `source` is slack (an admin's) or environment."""

    __tablename__ = "settings"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Preference(Base):
    """What one person decided: when the bot keeps quiet, and what it leaves them out of.

    `quiet_from` and `quiet_until` are local wall times, HH:MM; across midnight when the first is later.
    """

    __tablename__ = "preferences"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    paused_until: Mapped[datetime | None] = mapped_column(Instant)
    reminders: Mapped[bool] = mapped_column(default=True)
    roundups: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[bool] = mapped_column(default=False)


class Change(Base):
    """What somebody decided anew: a setting by its `name`, or the `role` of `member_id`; values as JSON.

    `actor_id` is None for what was decided at the command line.
    """

    __tablename__ = "changes"
    __table_args__ = (Index(None, "workspace_id", "id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    actor_id: Mapped[str | None] = mapped_column(SlackId)
    name: Mapped[str] = mapped_column(String(32))
    member_id: Mapped[str | None] = mapped_column(SlackId)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
