"""Lunch-and-learns: series, sittings, seats, notes, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("repeat", sa.String(length=16), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_table(
        "lunches",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("series_id", KEY, nullable=True),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("host_id", SLACK_ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("takeaways", sa.Text(), nullable=False),
        sa.Column("local", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("orphaned", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("announce_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_lunches_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunches")),
        sa.UniqueConstraint("workspace_id", "request_key", name=op.f("uq_lunches_workspace_id_request_key")),
    )
    op.create_index(op.f("ix_lunches_series_id"), "lunches", ["series_id"], unique=False)
    op.create_index(op.f("ix_lunches_host_id"), "lunches", ["host_id"], unique=False)
    op.create_index(
        "ix_lunches_workspace_id_starts_at", "lunches", ["workspace_id", "starts_at"], unique=False
    )
    op.create_index("ix_lunches_state_announce_at", "lunches", ["state", "announce_at"], unique=False)
    op.create_table(
        "lunch_topics",
        sa.Column("lunch_id", KEY, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lunch_id"], ["lunches.id"], name=op.f("fk_lunch_topics_lunch_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_lunch_topics_topic_id")),
        sa.PrimaryKeyConstraint("lunch_id", "topic_id", name=op.f("pk_lunch_topics")),
    )
    op.create_index(op.f("ix_lunch_topics_topic_id"), "lunch_topics", ["topic_id"], unique=False)
    op.create_table(
        "seats",
        sa.Column("lunch_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("offered_until", INSTANT, nullable=True),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("says_there", sa.Boolean(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("used", sa.Boolean(), nullable=True),
        sa.Column("teaches", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["lunch_id"], ["lunches.id"], name=op.f("fk_seats_lunch_id")),
        sa.PrimaryKeyConstraint("lunch_id", "member_id", name=op.f("pk_seats")),
    )
    op.create_index("ix_seats_state_offered_until", "seats", ["state", "offered_until"], unique=False)
    op.create_index("ix_seats_workspace_id_member_id", "seats", ["workspace_id", "member_id"], unique=False)
    op.create_table(
        "lunch_notes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("lunch_id", KEY, nullable=False),
        sa.Column("author_id", SLACK_ID, nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["lunch_id"], ["lunches.id"], name=op.f("fk_lunch_notes_lunch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lunch_notes")),
        sa.UniqueConstraint(
            "workspace_id", "request_key", name=op.f("uq_lunch_notes_workspace_id_request_key")
        ),
    )
    op.create_table(
        "lunch_feedback",
        sa.Column("lunch_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["lunch_id"], ["lunches.id"], name=op.f("fk_lunch_feedback_lunch_id")),
        sa.PrimaryKeyConstraint("lunch_id", "member_id", name=op.f("pk_lunch_feedback")),
    )
