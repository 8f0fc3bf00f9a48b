"""Kudos: who thanked whom, for what; and badges."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "kudos",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("giver_id", SLACK_ID, nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=True),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("subject_kind", sa.String(length=16), nullable=True),
        sa.Column("subject_id", KEY, nullable=True),
        sa.Column("request_key", sa.String(length=128), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("retracted_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kudos")),
        sa.UniqueConstraint("workspace_id", "request_key", name=op.f("uq_kudos_workspace_id_request_key")),
    )
    op.create_index("ix_kudos_workspace_id_given_at", "kudos", ["workspace_id", "given_at"])
    op.create_index(
        "ix_kudos_workspace_id_giver_id_given_at", "kudos", ["workspace_id", "giver_id", "given_at"]
    )
    op.create_index(
        "ix_kudos_workspace_id_channel_id_message_ts", "kudos", ["workspace_id", "channel_id", "message_ts"]
    )
    op.create_table(
        "kudos_recipients",
        sa.Column("kudos_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.ForeignKeyConstraint(["kudos_id"], ["kudos.id"], name=op.f("fk_kudos_recipients_kudos_id_kudos")),
        sa.PrimaryKeyConstraint("kudos_id", "member_id", name=op.f("pk_kudos_recipients")),
    )
    op.create_index(
        "ix_kudos_recipients_workspace_id_member_id", "kudos_recipients", ["workspace_id", "member_id"]
    )
    op.create_table(
        "kudos_topics",
        sa.Column("kudos_id", KEY, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kudos_id"], ["kudos.id"], name=op.f("fk_kudos_topics_kudos_id_kudos")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_kudos_topics_topic_id_topics")),
        sa.PrimaryKeyConstraint("kudos_id", "topic_id", name=op.f("pk_kudos_topics")),
    )
    op.create_index(op.f("ix_kudos_topics_topic_id"), "kudos_topics", ["topic_id"])
    op.create_table(
        "kudos_reactions",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("giver_id", SLACK_ID, nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("event_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "giver_id", "channel_id", "message_ts", "name", name=op.f("pk_kudos_reactions")
        ),
    )
    op.create_table(
        "badges",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("earned_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", "name", name=op.f("pk_badges")),
    )
    op.create_table(
        "badge_marks",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("activity_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_badge_marks")),
    )
    # What was done before this version earns its badge with the next thing done: nobody hears of all at once.
    op.execute(
        "INSERT INTO badge_marks (workspace_id, activity_id) "
        "SELECT workspace_id, max(id) FROM activities GROUP BY workspace_id"
    )
    # What one person answered, for badges and for who helps quietly.
    op.create_index("ix_answers_workspace_id_author_id", "answers", ["workspace_id", "author_id"])
