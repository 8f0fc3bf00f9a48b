"""Members, channels, topics, questions, answers, follows, the activity log, deliveries and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLACK_ID = sa.String(32)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("id", SLACK_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("bot_is_in", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_channels")),
    )
    op.create_table(
        "deliveries",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_at"), "deliveries", ["at"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("recipient_id", SLACK_ID, nullable=False),
        sa.Column("free_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "recipient_id", name=op.f("pk_lanes")),
    )
    op.create_table(
        "members",
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("id", SLACK_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("slack_admin", sa.Boolean(), nullable=False),
        sa.Column("appointed", sa.String(length=16), nullable=True),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_members")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("token", SLACK_ID, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("recipient_id", SLACK_ID, nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=True),
        sa.Column("message_ts", SLACK_ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("tried_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_outbox_workspace_id_key")),
    )
    op.create_index("ix_outbox_kind_subject_id", "outbox", ["kind", "subject_id"], unique=False)
    op.create_index(
        "ix_outbox_owed",
        "outbox",
        ["workspace_id", "recipient_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_table(
        "questions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("asker_id", SLACK_ID, nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("source_link", sa.Text(), nullable=True),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("message_ts", SLACK_ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("accepted_answer_id", KEY, nullable=True),
        sa.Column("accepted_by", SLACK_ID, nullable=True),
        sa.Column("accepted_how", sa.String(length=16), nullable=True),
        sa.Column("deflected_to", KEY, nullable=True),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint(
            "workspace_id",
            "channel_id",
            "message_ts",
            name=op.f("uq_questions_workspace_id_channel_id_message_ts"),
        ),
        sa.UniqueConstraint(
            "workspace_id", "request_key", name=op.f("uq_questions_workspace_id_request_key")
        ),
    )
    op.create_index(
        "ix_questions_workspace_id_asker_id_asked_at",
        "questions",
        ["workspace_id", "asker_id", "asked_at"],
        unique=False,
    )
    op.create_table(
        "topics",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_topics_workspace_id_name")),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", SLACK_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("bot_user_id", SLACK_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
    )
    op.create_table(
        "activities",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("actor_id", SLACK_ID, nullable=True),
        sa.Column("verb", SLACK_ID, nullable=False),
        sa.Column("subject_kind", SLACK_ID, nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("topic_id", KEY, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_activities_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index("ix_activities_workspace_id_at", "activities", ["workspace_id", "at"], unique=False)
    op.create_index(
        "ix_activities_workspace_id_verb_at", "activities", ["workspace_id", "verb", "at"], unique=False
    )
    op.create_table(
        "answers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("author_id", SLACK_ID, nullable=False),
        sa.Column("channel_id", SLACK_ID, nullable=False),
        sa.Column("ts", SLACK_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT, nullable=True),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "workspace_id", "channel_id", "ts", name=op.f("uq_answers_workspace_id_channel_id_ts")
        ),
    )
    op.create_index(op.f("ix_answers_question_id"), "answers", ["question_id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("member_id", SLACK_ID, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_follows_question_id")),
        sa.PrimaryKeyConstraint("question_id", "member_id", name=op.f("pk_follows")),
    )
    op.create_table(
        "question_topics",
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("topic_id", KEY, nullable=False),
        sa.Column("workspace_id", SLACK_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_topics_question_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_question_topics_topic_id")),
        sa.PrimaryKeyConstraint("question_id", "topic_id", name=op.f("pk_question_topics")),
    )
    op.create_index(
        "ix_question_topics_topic_id_question_id",
        "question_topics",
        ["topic_id", "question_id"],
        unique=False,
    )

    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE question_search (question_id BIGINT PRIMARY KEY REFERENCES questions (id), "
            "terms TEXT NOT NULL, vector TSVECTOR NOT NULL)"
        )
        # Without a pending list, which every look-up would have to read through.
        op.execute(
            "CREATE INDEX ix_question_search_vector ON question_search USING gin (vector) "
            "WITH (fastupdate = off)"
        )
        op.execute(
            "CREATE INDEX ix_question_search_terms ON question_search "
            "USING gin (array_to_tsvector(string_to_array(terms, ' '))) WITH (fastupdate = off)"
        )
    else:
        # The terms come stemmed from learning.words: FTS5 only has to split them at spaces. Where in a text a
        # term stands is never asked. Those of the questions alone are kept a second time: every /learn looks
        # through them, and these lists are a fifth as long.
        op.execute(
            "CREATE VIRTUAL TABLE question_search USING fts5(question, details, answers, "
            "detail = 'column', tokenize = 'unicode61 remove_diacritics 0')"
        )
        op.execute(
            "CREATE VIRTUAL TABLE question_alike USING fts5(question, "
            "detail = 'none', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0')"
        )
        op.execute("CREATE VIRTUAL TABLE question_terms USING fts5vocab('question_alike', 'row')")
