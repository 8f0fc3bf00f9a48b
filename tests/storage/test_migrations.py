"""The schema's history leads to the tables the code knows, however often and however many try."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.orm import Session

from storage import migrate
from storage.models.base import Base
from storage.models.circles import CirclePrompt, CoffeeVote, RoundTurn
from storage.models.outbox import Outbox
from storage.models.teaching import Referral, Request
from storage.models.workspace import Member
from tests.learning.privacy.stuffing import WHEN, make


def test_migrations_and_models_agree(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables},
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = migrate.current(database_url)
    migrate.migrate(database_url)
    assert migrate.current(database_url) == before == migrate.head()


def test_the_newest_migration_is_told_by_the_names_of_their_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.head()]


def test_keys_from_before_lose_the_names_in_them(session: Session) -> None:
    """Those of turns, introductions, and of lunches and circles that somebody left."""
    round_id = make(session, RoundTurn, member_id="UANA", position=2).round_id
    kinds = ("turns.next", "introductions.hello", "lunches.orphan", "circles.orphan", "lunches.card")
    rows = [
        make(
            session, Outbox, key=f"{kind}:{round_id}:UANA", kind=kind, subject_id=round_id, recipient_id="C1"
        )
        for kind in kinds
    ]
    with Operations.context(MigrationContext.configure(session.connection())):
        import_module("storage.migrations.versions.0011_keys_without_names").upgrade()
    session.expire_all()
    assert [row.key for row in rows] == [
        f"turns.next:{round_id}:2",
        f"introductions.hello:{round_id}",
        f"lunches.orphan:{round_id}:-{rows[2].id}:C1",
        f"circles.orphan:{round_id}:-{rows[3].id}:C1",
        f"lunches.card:{round_id}:UANA",
    ]


def test_requests_from_before_know_whose_word_it_was(session: Session) -> None:
    """By the instant, whatever they are called now; or by their name, had they named them before."""
    told = "says you know this"
    words = {"UBEN": (f"Benno {told}", WHEN), "UANA": (f"ana {told}", WHEN + timedelta(days=1))}
    for by, (why, at) in words.items():
        make(session, Member, id=by, name=by.removeprefix("U").lower())
        make(session, Referral, by_id=by, member_id=f"{by}2", at=WHEN)
        make(session, Request, kind="question", member_id=f"{by}2", why=why, asked_at=at)
    make(session, Request, kind="question", member_id="UBEN2", why="offers to teach #x", asked_at=WHEN)
    rows = session.scalars(select(Request).order_by(Request.id)).all()
    session.execute(text(import_module("storage.migrations.versions.0012_whose_word").BACKFILL))
    session.expire_all()
    assert [row.told_by for row in rows] == ["UBEN", "UANA", None]


def test_rows_that_may_be_taken_out_stay_as_they_are_when_their_numbers_become_theirs_alone(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    migrate.migrate(url)
    engine = create_engine(url)
    with Session(engine) as session:
        vote = make(session, CoffeeVote)
        prompt, last = make(session, CirclePrompt), make(session, CirclePrompt)
        numbers = [prompt.id, last.id, vote.topic_id]
        session.commit()
        before = {table: inspect(engine).get_indexes(table) for table in ("circle_prompts", "coffee_topics")}
        with Operations.context(MigrationContext.configure(session.connection())):
            import_module("storage.migrations.versions.0014_numbers_once").upgrade()
        session.commit()
        session.expire_all()
        assert [prompt.id, last.id, vote.topic_id] == numbers
        session.delete(last)
        session.commit()
        assert make(session, CirclePrompt).id == numbers[1] + 1
    assert {table: inspect(engine).get_indexes(table) for table in before} == before
    engine.dispose()


def test_a_database_that_was_never_migrated_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/deep/down/new.db"
    assert migrate.current(url) is None
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.migrate, [url] * 4))
    assert migrate.current(url) == migrate.head()


def test_every_table_belongs_to_a_workspace(database_url: str) -> None:
    engine = create_engine(database_url)
    tables = [name for name in inspect(engine).get_table_names() if name in Base.metadata.tables]
    for table in tables:
        columns = {column["name"] for column in inspect(engine).get_columns(table)}
        assert "workspace_id" in columns or table == "workspaces", table
    assert len(tables) == len(Base.metadata.tables)
    engine.dispose()
