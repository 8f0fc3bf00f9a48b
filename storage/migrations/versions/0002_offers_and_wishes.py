"""Teachers, offers, wishes, referrals, requests for somebody's time, searches for experts, half hours."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint(
            "workspace_id",
            "kind",
            "subject_id",
            "member_id",
            name=op.f("uq_requests_workspace_id_kind_subject_id_member_id"),
        ),
    )
    op.create_index("ix_requests_state_due_at", "requests", ["state", "due_at"], unique=False)
    op.create_index(
        "ix_requests_workspace_id_member_id_asked_at",
        "requests",
        ["workspace_id", "member_id", "asked_at"],
        unique=False,
    )
    op.create_table(
        "teachers",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_teachers")),
    )
    op.create_table(
        "half_hours",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("learner_id", SLACK_ID, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("teacher_id", SLACK_ID, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("met", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_half_hours_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_hours")),
        sa.UniqueConstraint("request_key", name=op.f("uq_half_hours_request_key")),
    )
    op.create_table(
        "offers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("answers", sa.Boolean(), nullable=False),
        sa.Column("half_hours", sa.Boolean(), nullable=False),
        sa.Column("lunches", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_offers_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint(
            "workspace_id", "topic_id", "member_id", name=op.f("uq_offers_workspace_id_topic_id_member_id")
        ),
    )
    op.create_index(op.f("ix_offers_member_id"), "offers", ["member_id"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("by_id", SLACK_ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_referrals_topic_id")),
        sa.PrimaryKeyConstraint("workspace_id", "topic_id", "member_id", name=op.f("pk_referrals")),
    )
    op.create_table(
        "searches",
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_searches_question_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_searches")),
    )
    op.create_index(op.f("ix_searches_next_at"), "searches", ["next_at"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_wishes_topic_id")),
        sa.PrimaryKeyConstraint("workspace_id", "topic_id", "member_id", name=op.f("pk_wishes")),
    )
