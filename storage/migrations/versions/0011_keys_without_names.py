"""What is owed is known by keys that name nobody but whom it is for."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TURN = """
    SELECT position FROM round_turns
    WHERE round_id = outbox.subject_id
    AND outbox.key = 'turns.next:' || round_turns.round_id || ':' || round_turns.member_id
"""


def upgrade() -> None:
    op.execute(
        "UPDATE outbox SET key = 'introductions.hello:' || subject_id WHERE kind = 'introductions.hello'"
    )
    op.execute(
        "UPDATE outbox SET key = kind || ':' || subject_id || ':-' || id || ':' || recipient_id "
        "WHERE kind IN ('lunches.orphan', 'circles.orphan')"
    )
    op.execute(
        f"UPDATE outbox SET key = 'turns.next:' || subject_id || ':' || ({TURN}) "
        f"WHERE kind = 'turns.next' AND EXISTS ({TURN})"
    )
