"""Discussion circles: who is in them, what they are asked, and what came of each round."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import NUMBERED_ONCE, Base, Instant, Key, SlackId


class Circle(Base):
    """A circle and its rhythm: an RFC 5545 rule that counts from `local`, a naive wall time in `zone`.

    `format` is discussion, round, debate or coffee; `state` running, paused or ended. `kinds` are the bank's
    kinds of prompt as JSON, all of them when empty; `silent` counts the rounds in a row that nobody spoke in.
    """

    __tablename__ = "circles"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_circles_workspace_id_state", "workspace_id", "state"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    request_key: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    channel_id: Mapped[str] = mapped_column(SlackId)
    facilitator_id: Mapped[str] = mapped_column(SlackId, index=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    format: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(Text)
    local: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None] = mapped_column(Date)
    use_bank: Mapped[bool] = mapped_column(default=True)
    use_own: Mapped[bool] = mapped_column(default=False)
    kinds: Mapped[str] = mapped_column(Text, default="[]")
    state: Mapped[str] = mapped_column(String(16))
    paused_until: Mapped[date | None] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text, default="")
    silent: Mapped[int] = mapped_column(default=0)
    orphaned: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)


class CircleMember(Base):
    """Somebody in a circle, until `left_at`; `opened_at` is when they last had the turn to open a round."""

    __tablename__ = "circle_members"
    __table_args__ = (Index("ix_circle_members_workspace_id_member_id", "workspace_id", "member_id"),)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circles.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)


class CirclePrompt(Base):
    """A prompt of a circle's own; `position` keeps the order in which they were given."""

    __tablename__ = "circle_prompts"
    __table_args__ = (Index("ix_circle_prompts_circle_id_position", "circle_id", "position"), NUMBERED_ONCE)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circles.id"))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32), default="")
    position: Mapped[int]


class UsedPrompt(Base):
    """A round took a prompt. `cycle` counts how often all were gone through: in each, a prompt comes once.

    One that was `put_aside`, because another was wanted instead, comes when the others had their turn.
    """

    __tablename__ = "used_prompts"
    circle_id: Mapped[int] = mapped_column(ForeignKey("circles.id"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True)
    prompt_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    put_aside: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Instant)


class Round(Base):
    """One occurrence of a circle: what it asks, whose turn it is to open, and where it stands.

    `state` is planned, due (owed to the channel), posted, over, or skipped for a `reason`. `day` is the
    circle's own date. `format` is the circle's when the round was planned; what its stages are is the
    format's own, and `next_at` is when time moves it on. `recap_at` is when it is looked back on.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("circle_id", "due_at"),
        Index("ix_rounds_workspace_id_channel_id_message_ts", "workspace_id", "channel_id", "message_ts"),
        Index("ix_rounds_state_recap_at", "state", "recap_at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circles.id"))
    due_at: Mapped[datetime] = mapped_column(Instant)
    day: Mapped[date] = mapped_column(Date)
    format: Mapped[str] = mapped_column(String(16))
    prompt_key: Mapped[str] = mapped_column(String(64), default="")
    prompt: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(32), default="")
    opener_id: Mapped[str | None] = mapped_column(SlackId)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    seed: Mapped[int]
    channel_id: Mapped[str] = mapped_column(SlackId)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    stage: Mapped[str] = mapped_column(String(16), default="")
    next_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    recap_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=0)


class RoundReply(Base):
    """Somebody spoke in a round's thread: how many reactions it got, and none of the words."""

    __tablename__ = "round_replies"
    __table_args__ = (UniqueConstraint("workspace_id", "channel_id", "ts"),)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    ts: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    channel_id: Mapped[str] = mapped_column(SlackId)
    author_id: Mapped[str] = mapped_column(SlackId)
    reactions: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)


class RoundTurn(Base):
    """A member's turn in a round where each is asked; `position` is the order, `spoke_at` when they did."""

    __tablename__ = "round_turns"
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    position: Mapped[int]
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    spoke_at: Mapped[datetime | None] = mapped_column(Instant)


class RoundSide(Base):
    """Which side of a debate's motion a member speaks for: for or against."""

    __tablename__ = "round_sides"
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    side: Mapped[str] = mapped_column(String(16))


class RoundVote(Base):
    """What somebody thinks of a debate's motion, before it and after it."""

    __tablename__ = "round_votes"
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    phase: Mapped[str] = mapped_column(String(8), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    choice: Mapped[str] = mapped_column(String(16))


class CoffeeTopic(Base):
    """Something to talk about in a lean coffee; `position` is its place on the agenda, once it has one."""

    __tablename__ = "coffee_topics"
    __table_args__ = (UniqueConstraint("workspace_id", "request_key"), NUMBERED_ONCE)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    member_id: Mapped[str] = mapped_column(SlackId)
    text: Mapped[str] = mapped_column(Text)
    request_key: Mapped[str] = mapped_column(Text)
    position: Mapped[int | None]
    done_at: Mapped[datetime | None] = mapped_column(Instant)


class CoffeeVote(Base):
    """How many of their votes a member gave to a topic."""

    __tablename__ = "coffee_votes"
    __table_args__ = (Index("ix_coffee_votes_round_id_member_id", "round_id", "member_id"),)
    topic_id: Mapped[int] = mapped_column(ForeignKey("coffee_topics.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    workspace_id: Mapped[str] = mapped_column(SlackId)
    votes: Mapped[int]
