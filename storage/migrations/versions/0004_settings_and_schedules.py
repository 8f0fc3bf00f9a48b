"""Settings of the workspace and of each person, roles given in Slack, teams, and what comes again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "settings",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", "source", name=op.f("pk_settings")),
    )
    op.create_table(
        "preferences",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=True),
        sa.Column("quiet_until", sa.String(length=5), nullable=True),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("roundups", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "schedules",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("local", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint(
            "workspace_id", "kind", "subject_id", name=op.f("uq_schedules_workspace_id_kind_subject_id")
        ),
    )
    op.create_index(op.f("ix_schedules_next_at"), "schedules", ["next_at"], unique=False)
    op.add_column("members", sa.Column("granted", sa.String(length=16), nullable=True))
    op.add_column("members", sa.Column("team", sa.Text(), server_default="", nullable=False))
    op.add_column("members", sa.Column("locale", sa.String(length=16), server_default="", nullable=False))
