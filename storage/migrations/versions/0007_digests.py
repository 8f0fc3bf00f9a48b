"""Indexes of the activity log that the digest goes by."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled in by its activity."""
