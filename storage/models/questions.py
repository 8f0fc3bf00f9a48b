"""Questions, their topics, answers and followers."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, Key, SlackId


class Question(Base):
    """Something asked with /learn; a draft until its asker has seen the answers that were there already."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        UniqueConstraint("workspace_id", "channel_id", "message_ts"),
        Index("ix_questions_workspace_id_asker_id_asked_at", "workspace_id", "asker_id", "asked_at"),
        Index(
            "ix_questions_open",
            "workspace_id",
            "asked_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_questions_accepted_by",
            "workspace_id",
            "accepted_by",
            sqlite_where=text("accepted_by IS NOT NULL"),
            postgresql_where=text("accepted_by IS NOT NULL"),
        ),
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

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """As in `ix_questions_open`: SQLite sees that the index is of use only by the letters."""
        return cls.state == literal_column("'open'")


class QuestionTopic(Base):
    """A question carries a topic; `position` keeps the order in which they were named."""

    __tablename__ = "question_topics"
    __table_args__ = (Index("ix_question_topics_topic_id_question_id", "topic_id", "question_id"),)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    position: Mapped[int]


class Answer(Base):
    """A reply in a question's thread. A deleted one stays as an empty row: a late retry cannot revive it."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id", "ts"),
        Index("ix_answers_workspace_id_author_id", "workspace_id", "author_id"),
    )
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

    @classmethod
    def counts_for(cls, question: Question | type[Question]) -> ColumnElement[bool]:
        """Whether it is a reply to a question, or to the one at hand in a query, by somebody else, that
        stands."""
        return and_(
            cls.question_id == question.id, cls.author_id != question.asker_id, cls.deleted_at.is_(None)
        )


class Follow(Base):
    """A member wants to hear when a question is answered."""

    __tablename__ = "follows"
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime] = mapped_column(Instant)


class Search(Base):
    """How far the search for somebody who answers a question has come, and when its next step is due."""

    __tablename__ = "searches"
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SlackId)
    step: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
