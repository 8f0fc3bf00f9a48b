"""`teachback export`: every activity as CSV, of one moment, whole or not at all; who is nameless stays so."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session

from bot.commands import export as exporting
from bot.commands.export import cell, export
from learning.privacy import export as contents
from storage.models.base import Base
from storage.models.lunches import Lunch
from storage.models.questions import Question
from tests.learning.digests.digesting import (
    ANA,
    BEN,
    HUGO,
    KATE,
    LIAM,
    MONDAY,
    ask,
    lunch,
    rated,
    reply,
    town,
)


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def busy(database_url: str) -> str:
    """Two questions, one without a name, and two lunches with feedback."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # as the bot leaves it
    with Session(engine) as session:
        town(session)
        ask(session, ANA, "What is ünicode, “really”?\nAnd why?", at=MONDAY, topics=["text"])
        hidden = ask(session, KATE, "=HYPERLINK(1)", at=MONDAY + timedelta(minutes=1), anonymous=True)
        session.execute(update(Question).where(Question.id == hidden).values(accepted_by=KATE))
        reply(session, hidden, BEN, at=MONDAY + timedelta(hours=1), text="@SUM(1)")
        many = lunch(session, [ANA, HUGO, KATE, LIAM], at=MONDAY + timedelta(days=2))
        rated(session, many, {ANA: 5, HUGO: 3, LIAM: 4}, at=MONDAY + timedelta(days=3))
        few = lunch(session, [ANA, HUGO], at=MONDAY + timedelta(days=2, hours=3))
        rated(session, few, {ANA: 1}, at=MONDAY + timedelta(days=3))
        session.commit()
    engine.dispose()
    return database_url


def test_everything_is_written_and_the_nameless_stay_nameless(busy: str, tmp_path: Path) -> None:
    told: list[str] = []
    total = export(busy, tmp_path / "out", told.append)
    folder = tmp_path / "out"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}.csv" for name in contents.files()
    )
    assert total == sum(len(read(folder, name)) for name in contents.files())
    assert "questions: 2" in told
    open_one, hidden = read(folder, "questions")
    assert (open_one["asker_id"], open_one["asked_at"]) == (ANA, "2026-03-02T10:00:00+00:00")
    assert open_one["details"] == "And why?"
    assert (hidden["asker_id"], hidden["accepted_by"], hidden["anonymous"]) == ("", "", "true")
    assert hidden["text"] == "'=HYPERLINK(1)"
    assert [line["text"] for line in read(folder, "answers")] == ["'@SUM(1)"]
    feedback = read(folder, "lunch_feedback")
    assert [(line["member_id"], line["rating"]) for line in feedback] == [("", "5"), ("", "4"), ("", "3")]
    assert "at" not in feedback[0]
    asked = [line["actor_id"] for line in read(folder, "activities") if line["verb"] == "asked"]
    assert asked == [ANA, ""]


def test_what_is_written_meanwhile_is_not_in_it(busy: str, tmp_path: Path) -> None:
    engine = create_engine(busy)

    def meddle(line: str) -> None:
        if line.startswith("activities"):
            with Session(engine) as session:
                ask(session, HUGO, "What is new?", at=MONDAY + timedelta(minutes=9))
                session.commit()

    export(busy, tmp_path, meddle)
    engine.dispose()
    assert len(read(tmp_path, "questions")) == 2
    assert [line["text"] for line in read(tmp_path, "questions") if "new" in line["text"]] == []


def test_one_that_breaks_off_leaves_what_was_there(
    busy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(busy, tmp_path, lambda _: None)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    (tmp_path / "questions.csv").write_text("mine")

    def breaks(line: str) -> None:
        if line.startswith("lunches"):
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        export(busy, tmp_path, breaks)
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix in (".csv", ".part")}
    assert left == before | {"questions.csv": b"mine"}
    monkeypatch.setattr(exporting, "TELL_EVERY", 1)
    export(busy, tmp_path, lambda _: None)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == before


def test_no_cell_is_a_formula() -> None:
    given = ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "a=1", "", -1, None, True, 2.5]
    assert [cell(value) for value in given] == [
        "'=1", "'+1", "'-1", "'@x", "'\t=1", "'\r=1", "a=1", "", "-1", "", "true", "2.5"
    ]  # fmt: skip


def test_each_table_is_exported_or_left_out_on_purpose() -> None:
    assert set(contents.files()) | contents.left_out() == set(Base.metadata.tables)
    assert set(contents.files()) & contents.left_out() == set()
    assert Lunch.__tablename__ in contents.files()
