"""Questions alike are found by any of their terms, whatever the database knows of how common these are."""

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from storage import search
from storage.engine.compiled import insert_key
from storage.engine.dialect import is_postgres
from storage.models.questions import Question
from storage.search import Entry

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TERMS = [f"term{number}" for number in range(40)]
ASKED = 400


@pytest.fixture
def asked(session: Session) -> dict[int, tuple[str, ...]]:
    """Questions and their terms, some of which are in every third of them and some in very few."""
    chance = random.Random(7)
    weights = [1 / (place + 1) for place in range(len(TERMS))]
    found = {}
    for number in range(ASKED):
        terms = tuple(dict.fromkeys(chance.choices(TERMS, weights, k=6)))
        key = {"workspace_id": "T1", "asker_id": "U1", "text": " ".join(terms), "request_key": str(number)}
        question = insert_key(session, Question, channel_id="C1", state="open", asked_at=AT, **key)
        search.index(session, Entry(question, terms, (), ()))
        found[question] = terms
    session.commit()
    return found


def all_found(session: Session, asked: dict[int, tuple[str, ...]]) -> None:
    chance = random.Random(11)
    for least in (2, 3, 4):
        wanted = chance.sample(TERMS, 6)
        by_hand = {number for number, terms in asked.items() if len({*terms} & {*wanted}) >= least}
        rows = search.alike(session, wanted, least=least, limit=1000)
        assert {number for number, _ in rows} >= by_hand
        assert all(asked[number] == terms for number, terms in rows)
        assert [number for number, _ in rows] == sorted((number for number, _ in rows), reverse=True)


def test_what_shares_enough_terms_is_found(session: Session, asked: dict[int, tuple[str, ...]]) -> None:
    all_found(session, asked)


def test_it_is_found_as_well_by_a_postgres_that_has_counted(
    session: Session, asked: dict[int, tuple[str, ...]]
) -> None:
    if is_postgres(session):
        session.execute(text("ANALYZE question_search"))
        session.commit()
    all_found(session, asked)
