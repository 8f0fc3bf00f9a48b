"""Discussion circles: members, prompts, rounds, and what their formats keep."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "circles",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("topic_id", KEY, nullable=True),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("facilitator_id", SLACK_ID, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("local", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("use_bank", sa.Boolean(), nullable=False),
        sa.Column("use_own", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("orphaned", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_circles_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
        sa.UniqueConstraint("workspace_id", "request_key", name=op.f("uq_circles_workspace_id_request_key")),
    )
    op.create_index(op.f("ix_circles_facilitator_id"), "circles", ["facilitator_id"], unique=False)
    op.create_index("ix_circles_workspace_id_state", "circles", ["workspace_id", "state"], unique=False)
    op.create_table(
        "circle_members",
        sa.Column("circle_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_circle_members_circle_id")),
        sa.PrimaryKeyConstraint("circle_id", "member_id", name=op.f("pk_circle_members")),
    )
    op.create_index(
        "ix_circle_members_workspace_id_member_id",
        "circle_members",
        ["workspace_id", "member_id"],
        unique=False,
    )
    op.create_table(
        "circle_prompts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("circle_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_circle_prompts_circle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_prompts")),
    )
    op.create_index(
        "ix_circle_prompts_circle_id_position", "circle_prompts", ["circle_id", "position"], unique=False
    )
    op.create_table(
        "rounds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("circle_id", KEY, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("prompt_key", sa.String(length=64), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("opener_id", SLACK_ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("recap_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_rounds_circle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("circle_id", "due_at", name=op.f("uq_rounds_circle_id_due_at")),
    )
    op.create_index(op.f("ix_rounds_next_at"), "rounds", ["next_at"], unique=False)
    op.create_index("ix_rounds_state_recap_at", "rounds", ["state", "recap_at"], unique=False)
    op.create_index(
        "ix_rounds_workspace_id_channel_id_message_ts",
        "rounds",
        ["workspace_id", "channel_id", "message_ts"],
        unique=False,
    )
    op.create_table(
        "coffee_topics",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_coffee_topics_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_topics")),
        sa.UniqueConstraint(
            "workspace_id", "request_key", name=op.f("uq_coffee_topics_workspace_id_request_key")
        ),
    )
    op.create_index(op.f("ix_coffee_topics_round_id"), "coffee_topics", ["round_id"], unique=False)
    op.create_table(
        "round_replies",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("author_id", SLACK_ID, nullable=False),
        sa.Column("reactions", sa.Integer(), nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_replies_round_id")),
        sa.PrimaryKeyConstraint("round_id", "ts", name=op.f("pk_round_replies")),
        sa.UniqueConstraint(
            "workspace_id", "channel_id", "ts", name=op.f("uq_round_replies_workspace_id_channel_id_ts")
        ),
    )
    op.create_table(
        "round_sides",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_sides_round_id")),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_round_sides")),
    )
    op.create_table(
        "round_turns",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("spoke_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_turns_round_id")),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_round_turns")),
    )
    op.create_table(
        "round_votes",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_votes_round_id")),
        sa.PrimaryKeyConstraint("round_id", "member_id", "phase", name=op.f("pk_round_votes")),
    )
    op.create_table(
        "used_prompts",
        sa.Column("circle_id", KEY, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("prompt_key", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("round_id", KEY, nullable=True),
        sa.Column("put_aside", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_used_prompts_circle_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_used_prompts_round_id")),
        sa.PrimaryKeyConstraint("circle_id", "cycle", "prompt_key", name=op.f("pk_used_prompts")),
    )
    op.create_index(op.f("ix_used_prompts_round_id"), "used_prompts", ["round_id"], unique=False)
    op.create_table(
        "coffee_votes",
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_coffee_votes_round_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["coffee_topics.id"], name=op.f("fk_coffee_votes_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", "member_id", name=op.f("pk_coffee_votes")),
    )
    op.create_index(
        "ix_coffee_votes_round_id_member_id", "coffee_votes", ["round_id", "member_id"], unique=False
    )
