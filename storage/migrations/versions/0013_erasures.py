"""Who wants their data deleted, until it is; and an index by which what they accepted is found."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ACCEPTED = sa.text("accepted_by IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name="pk_erasures"),
    )
    op.create_index(
        "ix_questions_accepted_by",
        "questions",
        ["workspace_id", "accepted_by"],
        unique=False,
        sqlite_where=ACCEPTED,
        postgresql_where=ACCEPTED,
    )
