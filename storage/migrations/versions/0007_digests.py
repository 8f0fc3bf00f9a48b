"""What the digest proposes, and the indexes of the activity log and the outbox that it goes by."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)
UNSAID = sa.text("state IN ('skipped', 'expired', 'failed')")


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", SLACK_ID, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint(
            "workspace_id",
            "week",
            "kind",
            "subject",
            name=op.f("uq_suggestions_workspace_id_week_kind_subject"),
        ),
    )
    # Who took part in a week is read from the index alone: it grows at its end, and twelve bytes a line.
    op.drop_index("ix_activities_workspace_id_at", table_name="activities")
    op.create_index(
        op.f("ix_activities_workspace_id_at_actor_id"),
        "activities",
        ["workspace_id", "at", "actor_id"],
        unique=False,
    )
    # Who was new in a week is who has no line before it: one look for each who took part.
    op.create_index(
        op.f("ix_activities_workspace_id_actor_id_at"),
        "activities",
        ["workspace_id", "actor_id", "at"],
        unique=False,
    )
    # Few of many rows: what was owed and not said.
    op.create_index(
        "ix_outbox_unsaid",
        "outbox",
        ["workspace_id", "ended_at"],
        unique=False,
        sqlite_where=UNSAID,
        postgresql_where=UNSAID,
    )
