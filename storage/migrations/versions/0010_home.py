"""Indexes of the outbox: what became of it lately, for Home, and what was owed to somebody."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_outbox_workspace_id_recipient_id", "outbox", ["workspace_id", "recipient_id"], unique=False
    )
    op.create_index(
        "ix_outbox_workspace_id_ended_at_state",
        "outbox",
        ["workspace_id", "ended_at", "state"],
        unique=False,
    )
