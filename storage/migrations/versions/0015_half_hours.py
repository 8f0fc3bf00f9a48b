"""Indexes by which somebody's half hours are found for their Home."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for side in ("learner_id", "teacher_id"):
        op.create_index(
            f"ix_half_hours_workspace_id_{side}", "half_hours", ["workspace_id", side], unique=False
        )
