"""What is written together: the same rows on both databases, all of them or none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg.pq import PipelineStatus
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage import activity_log
from storage.engine.batch import in_one_go, write
from storage.engine.dialect import is_postgres
from storage.models.activity_log import LogEntry
from storage.models.outbox import Lane, Outbox
from storage.models.workspace import Topic
from storage.outbox import outbox

W, AT = "T1", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NAME = Topic.__table__.insert().inline()  # type: ignore[attr-defined]


def tell(session: Session) -> None:
    activity_log.record(session, W, "U1", "asked", ("question", 7), at=AT)
    outbox.say(session, W, "questions.card:7", "questions.card", 7, "C1", at=AT)
    write(session, NAME, *({"workspace_id": W, "name": name} for name in ("sql", "python")))


def test_the_same_is_written_in_one_go_as_one_after_the_other(session: Session) -> None:
    with in_one_go(session):
        tell(session)
    (row,) = session.scalars(select(Outbox)).all()
    assert (row.key, row.state, row.wanted, row.said, row.due_at) == (
        "questions.card:7",
        "waiting",
        1,
        0,
        AT,
    )
    assert [lane.recipient_id for lane in session.scalars(select(Lane))] == ["C1"]
    assert [(line.verb, line.at) for line in session.scalars(select(LogEntry))] == [("asked", AT)]
    assert set(session.scalars(select(Topic.name))) == {"sql", "python"}


def test_postgres_hears_it_without_a_wait_between(session: Session) -> None:
    connection: Any = session.connection().connection.driver_connection
    with in_one_go(session):
        tell(session)
        if is_postgres(session):
            assert connection.info.pipeline_status == PipelineStatus.ON
    if is_postgres(session):
        assert connection.info.pipeline_status == PipelineStatus.OFF
    assert len(session.scalars(select(Topic)).all()) == 2


def test_nothing_is_written_of_what_was_given_up_halfway(session: Session) -> None:
    def half() -> None:
        with in_one_go(session):
            tell(session)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - its own
        half()
    session.rollback()
    with in_one_go(session):
        pass
    assert session.scalars(select(Outbox)).all() == []


def test_a_broken_rule_is_told_as_ever_and_takes_the_others_with_it(session: Session) -> None:
    write(session, NAME, {"workspace_id": W, "name": "sql"})
    session.commit()

    def again() -> None:
        with in_one_go(session):
            tell(session)

    with pytest.raises(IntegrityError):
        again()
    session.rollback()
    assert session.scalars(select(LogEntry)).all() == []
    assert session.scalars(select(Topic.name)).all() == ["sql"]
