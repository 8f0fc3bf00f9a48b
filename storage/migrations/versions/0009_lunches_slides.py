"""Slides beside a lunch's recording, and calendar files that outnumber the one that took them back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lunches", sa.Column("slides", sa.Text(), server_default="", nullable=False))
    op.add_column("seats", sa.Column("revisions", sa.Integer(), server_default="0", nullable=False))
