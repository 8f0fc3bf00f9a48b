"""Statements that go to the driver as they are: the same rows as by SQLAlchemy, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Column, MetaData, String, Table, bindparam, select, text, update
from sqlalchemy.orm import Session

from storage.engine.compiled import insert_key, insert_new, run
from storage.engine.dialect import among, is_postgres, listed
from storage.models.outbox import Outbox
from storage.models.questions import Question
from storage.models.workspace import Topic

AT = datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC)
TOPICS: Any = Topic.__table__
ROWS: Any = Outbox.__table__
NAME = TOPICS.insert().returning(TOPICS.c.id)
OWE = ROWS.insert()
PUT_OFF = (
    update(ROWS)
    .where(ROWS.c.key == bindparam("of"), ROWS.c.state == "waiting")
    .values(
        due_at=bindparam("due", type_=ROWS.c.due_at.type),
        uncertain=bindparam("unsure"),
        reason=bindparam("why"),
    )
)
NAMED = {
    postgres: text(f"SELECT name FROM topics WHERE {among('name', 'names', postgres)} ORDER BY name")
    for postgres in (False, True)
}


def owed(key: str) -> dict[str, Any]:
    return {
        "workspace_id": "T1",
        "key": key,
        "token": key,
        "kind": "questions.card",
        "subject_id": 7,
        "recipient_id": "C1",
        "state": "waiting",
        "wanted": 1,
        "said": 0,
        "attempts": 0,
        "uncertain": False,
        "due_at": AT,
        "expires_at": AT + timedelta(days=1),
        "created_at": AT,
    }


def test_what_is_written_is_read_again_as_it_was(session: Session) -> None:
    run(session, OWE, owed("first"), owed("second"))
    first, second = session.scalars(select(Outbox).order_by(Outbox.id))
    assert (first.key, first.due_at, first.uncertain, first.reason) == ("first", AT, False, None)
    assert (second.key, second.due_at, second.uncertain) == ("second", AT, False)


def test_a_change_says_how_many_rows_it_was_and_keeps_what_is_its_own(session: Session) -> None:
    run(session, OWE, owed("first"), owed("second"))
    later = AT + timedelta(hours=3)
    values = {"of": "second", "due": later, "unsure": True, "why": "Slack's 'wait' :now %(s)s 100%"}
    assert run(session, PUT_OFF, values).rowcount == 1
    assert run(session, PUT_OFF, values | {"of": "third"}).rowcount == 0
    first, second = session.scalars(select(Outbox).order_by(Outbox.id))
    assert (first.due_at, first.uncertain) == (AT, False)
    assert (second.due_at, second.uncertain, second.reason) == (later, True, values["why"])


def test_texts_and_numbers_come_back(session: Session) -> None:
    number = run(session, NAME, {"workspace_id": "T1", "name": "sql"}).scalar_one()
    run(session, NAME, {"workspace_id": "T1", "name": "o'reilly: 100%"}).scalar_one()
    assert session.get_one(Topic, number).name == "sql"
    found = run(
        session, NAMED[is_postgres(session)], {"names": listed(session, ["sql", "o'reilly: 100%", "go"])}
    )
    assert list(found.scalars()) == ["o'reilly: 100%", "sql"]


def test_what_the_session_rolls_back_is_gone(session: Session) -> None:
    run(session, OWE, owed("first"))
    session.rollback()
    assert session.scalars(select(Outbox.key)).all() == []


def test_what_a_row_leaves_out_is_what_the_column_says(session: Session) -> None:
    number = insert_key(
        session,
        Question,
        workspace_id="T1",
        asker_id="U1",
        text="How?",
        channel_id="C1",
        state="open",
        request_key="first",
        asked_at=AT,
    )
    question = session.get_one(Question, number)
    assert (question.anonymous, question.details, question.message_ts) == (False, "", None)


def test_a_key_that_is_taken_changes_nothing(session: Session) -> None:
    assert insert_new(session, Topic, workspace_id="T1", name="postgres")
    assert not insert_new(session, Topic, workspace_id="T1", name="postgres")
    assert insert_key(session, Topic, workspace_id="T1", name="postgres") is None


def test_a_default_that_would_be_made_for_each_row_is_refused(session: Session) -> None:
    made = Table("made", MetaData(), Column("id", String, default=lambda: uuid4().hex))
    with pytest.raises(AssertionError, match="nothing here makes it"):
        run(session, made.insert(), {})
