"""No query of the digest or of Home reads through a table that only grows, however long the log."""

from datetime import timedelta

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from benchmarks import digests, plans, years
from learning.diagnostics import health, undelivered
from learning.digests import digest
from learning.half_hours import half_hours
from learning.privacy import erasure
from learning.questions.figures import QUESTIONS
from learning.workspace import settings
from storage.models.activity_log import LogEntry


def test_each_query_of_the_digest_goes_by_an_index(database_url: str) -> None:
    years.write(database_url, activities=3000, people=60, long=timedelta(weeks=12))
    engine = create_engine(database_url)
    with Session(engine) as session:
        settings.put(session, years.T, {"zone": years.LAST.zone})
        session.commit()
    for verb in (digests.ready, digests.suggested, _why, _health):
        found = plans.scanned(engine, verb, forced=True)
        assert found
        assert {
            query: scans & digests.GROWING for query, scans in found.items() if scans & digests.GROWING
        } == {}
    engine.dispose()


def test_deleting_somebodys_data_goes_by_an_index(database_url: str) -> None:
    years.write(database_url, activities=3000, people=60, long=timedelta(weeks=12))
    engine = create_engine(database_url)
    with Session(engine) as session:
        who = session.scalars(select(LogEntry.actor_id).where(LogEntry.actor_id.is_not(None))).first()
    assert who is not None

    def erase(session: Session) -> None:
        erasure.erase(session, years.T, who, at=digests.NOW)

    found = plans.scanned(engine, erase, forced=True)
    assert {query: scans & digests.GROWING for query, scans in found.items() if scans & digests.GROWING} == {}
    engine.dispose()


def test_somebodys_half_hours_are_found_by_an_index(database_url: str) -> None:
    engine = create_engine(database_url)
    found = plans.scanned(
        engine, lambda session: half_hours.mine(session, years.T, "U1", at=digests.NOW), forced=True
    )
    assert not {"half_hours", "requests"} & set().union(*found.values())
    engine.dispose()


def test_a_query_without_an_index_would_be_seen(database_url: str) -> None:
    engine = create_engine(database_url)
    found = plans.scanned(
        engine, lambda session: session.query(LogEntry.id).filter(LogEntry.subject_kind == "x").all()
    )
    assert [*found.values()] == [{"activities"}]
    engine.dispose()


def test_the_same_seed_writes_the_same_years(sqlite_url: str, postgres_url: str) -> None:
    said = []
    for url in (sqlite_url, postgres_url):
        years.write(url, activities=2000, people=50, long=timedelta(weeks=4))
        engine = create_engine(url)
        with Session(engine) as session:
            settings.put(session, years.T, {"zone": years.LAST.zone})
            said.append(digest.posted(session, years.T, years.LAST.monday, at=digests.NOW))
            lines = session.execute(text("SELECT count(*) FROM activities")).scalar()
        engine.dispose()
        assert lines == 2000
    assert said[0] == said[1]
    assert said[0].this[QUESTIONS].asked > 20


def test_the_table_tells_what_was_missed() -> None:
    slow = digests.Taken(1, 2, 2, 1, frozenset({"activities", "members"}))
    quick = digests.Taken(1, 0.5, 0.5, 1, frozenset({"members"}))
    printed = digests.table({"SQLite": (slow, quick), "Postgres": (quick, quick)}, 1000, 10)
    assert printed.count("MISSED") == 3
    assert "SQLite: READS ALL OF activities." in printed
    assert "Postgres: each query goes by an index." in printed


def _health(session: Session) -> object:
    return health.report(session, years.T, at=digests.NOW)


def _why(session: Session) -> object:
    admin = years.person(0)
    return undelivered.find(session, years.T, admin, at=digests.NOW)
