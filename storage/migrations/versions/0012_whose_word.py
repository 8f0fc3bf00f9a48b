"""Whose word it was that brought somebody a request: known by their id, whatever they are called later."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SOMEBODYS = sa.text("told_by IS NOT NULL")
# Of whoever named them, it was the one who did so that instant, or who is still called what it says.
WORD = """
    SELECT min(referrals.by_id) FROM referrals
    JOIN members ON members.workspace_id = referrals.workspace_id AND members.id = referrals.by_id
    WHERE referrals.workspace_id = requests.workspace_id AND referrals.member_id = requests.member_id
    AND (referrals.at = requests.asked_at OR requests.why = members.name || ' says you know this')
"""
BACKFILL = (
    f"UPDATE requests SET told_by = ({WORD}) WHERE kind = 'question' AND why LIKE '% says you know this'"
)


def upgrade() -> None:
    op.add_column("requests", sa.Column("told_by", sa.String(length=32), nullable=True))
    op.execute(BACKFILL)
    op.create_index(
        "ix_requests_told_by",
        "requests",
        ["workspace_id", "told_by"],
        unique=False,
        sqlite_where=SOMEBODYS,
        postgresql_where=SOMEBODYS,
    )
