"""Indexes by which Home is drawn, and by which a person's own data is found."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_index(
        "ix_questions_open",
        "questions",
        ["workspace_id", "asked_at"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_outbox_workspace_id_recipient_id", "outbox", ["workspace_id", "recipient_id"], unique=False
    )
    op.create_index(
        "ix_outbox_workspace_id_ended_at_state",
        "outbox",
        ["workspace_id", "ended_at", "state"],
        unique=False,
    )
