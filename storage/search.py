"""Full-text search over questions: SQLite's FTS5 or Postgres's tsvector, behind one interface.

What is indexed are terms that `learning.words` made of a text (stemmed, without stop words), so that both
find the same; each database finds candidates and ranks them, question above details above answers.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.engine.batch import write
from storage.engine.compiled import run
from storage.engine.dialect import among, is_postgres, listed

Terms = Sequence[str]
MOST_TERMS = 8


class Entry(NamedTuple):
    """By which terms a question is found."""

    question_id: int
    question: Terms
    details: Terms
    answers: Terms


def index(session: Session, *entries: Entry) -> None:
    """Makes questions findable by these terms, in place of what was there before."""
    postgres = is_postgres(session)
    kept = [rows(*entry, postgres=postgres) for entry in entries]
    for table, put in _PUT[postgres].items():
        write(session, put, *(row[table] for row in kept))


def remove(session: Session, *question_ids: int) -> None:
    """Makes questions such as nobody finds."""
    statements = _POSTGRES_REMOVE if is_postgres(session) else _SQLITE_REMOVE
    for statement in statements:
        write(session, statement, *({"id": number} for number in question_ids))


def rows(
    question_id: int, question: Terms, details: Terms, answers: Terms, *, postgres: bool
) -> dict[str, dict[str, int | str]]:
    """What is kept of a question, by table and column."""
    asked = " ".join(question)
    if not postgres:
        texts = {"question": asked, "details": " ".join(details), "answers": " ".join(answers)}
        return {
            "question_search": {"rowid": question_id, **texts},
            "question_alike": {"rowid": question_id, "question": asked},
        }
    weighted = [(term, "A") for term in question] + [(term, "B") for term in details]
    weighted += [(term, "C") for term in answers]
    vector = " ".join(f"'{term}':{place}{weight}" for place, (term, weight) in enumerate(weighted, 1))
    return {"question_search": {"question_id": question_id, "terms": asked, "vector": vector}}


def search(session: Session, terms: Terms, *, here: str, workspace_id: str, limit: int) -> list[int]:
    """Question ids, best first, that hold at least half of the terms; asked where whoever looks may see."""
    terms = terms[:MOST_TERMS]
    if not terms:
        return []
    statement = _POSTGRES_SEARCH if is_postgres(session) else _SQLITE_SEARCH
    expression = at_least(session, (len(terms) + 1) // 2, terms)
    values = {"expression": expression, "here": here, "workspace": workspace_id, "limit": limit}
    return list(session.scalars(statement, values))


def alike(session: Session, terms: Terms, *, least: int, limit: int) -> list[tuple[int, tuple[str, ...]]]:
    """Questions that share at least `least` of the terms, newest first, each with its own terms."""
    kept = terms[:MOST_TERMS]
    if not is_postgres(session):
        # What shares `least` of all the terms shares two of any so many: the rarest make the shortest lists.
        known = dict(run(session, _COUNTS, {"terms": listed(session, terms)}).all())
        rarest = sorted(terms, key=lambda term: known.get(term, 0))
        kept = rarest[: min(MOST_TERMS, len(terms) - least + 2)]
    least = max(min(2, len(kept)), least - (len(terms) - len(kept)))
    values = {"expression": at_least(session, least, kept), "limit": limit}
    rows = run(session, _POSTGRES_ALIKE if is_postgres(session) else _SQLITE_ALIKE, values)
    return [(number, tuple(own.split())) for number, own in rows.all()]


def answered(session: Session, numbers: Sequence[int], *, here: str, workspace_id: str) -> frozenset[int]:
    """Which of these questions are answered, and asked where whoever is `here` may see it."""
    if not numbers:
        return frozenset()
    values = {"numbers": listed(session, numbers), "here": here, "workspace": workspace_id}
    return frozenset(run(session, _ANSWERED[is_postgres(session)], values).scalars())


def at_least(session: Session, least: int, terms: Terms) -> str:
    """A full-text expression for documents that hold at least `least` of the terms."""
    both, either, quote = (" & ", " | ", "'") if is_postgres(session) else (" AND ", " OR ", '"')
    quoted = [f"{quote}{term}{quote}" for term in terms]

    def some(start: int, least: int) -> str:
        if least == 1:
            return f"({either.join(quoted[start:])})"
        # The first of them here, the others further on: each term's list is gone through as seldom as can be.
        firsts = range(start, len(quoted) - least + 1)
        return f"({either.join(f'({quoted[first]}{both}{some(first + 1, least - 1)})' for first in firsts)})"

    return some(0, least)


_COUNTS = text(f"SELECT term, doc FROM question_terms WHERE {among('term', 'terms', False)}")
"""How many questions hold each of some terms, on SQLite, which looks them up one by one."""
_VISIBLE = """
    q.workspace_id = :workspace
    AND (q.channel_id = :here OR EXISTS (
        SELECT 1 FROM channels c
        WHERE c.workspace_id = q.workspace_id AND c.id = q.channel_id AND NOT c.is_private))
"""
_SQLITE_PUT = {
    "question_search": text(
        "INSERT OR REPLACE INTO question_search (rowid, question, details, answers) "
        "VALUES (:rowid, :question, :details, :answers)"
    ),
    "question_alike": text(
        "INSERT OR REPLACE INTO question_alike (rowid, question) VALUES (:rowid, :question)"
    ),
}
_POSTGRES_REMOVE = (text("DELETE FROM question_search WHERE question_id = :id"),)
_SQLITE_REMOVE = (
    text("DELETE FROM question_search WHERE rowid = :id"),
    text("DELETE FROM question_alike WHERE rowid = :id"),
)
_POSTGRES_PUT = {
    "question_search": text(
        "INSERT INTO question_search (question_id, terms, vector) "
        "VALUES (:question_id, :terms, CAST(:vector AS tsvector)) "
        "ON CONFLICT (question_id) DO UPDATE SET terms = excluded.terms, vector = excluded.vector"
    )
}
_PUT = {False: _SQLITE_PUT, True: _POSTGRES_PUT}
_SQLITE_SEARCH = text(
    f"""
    SELECT q.id FROM question_search s JOIN questions q ON q.id = s.rowid
    WHERE question_search MATCH :expression AND q.state IN ('open', 'answered') AND {_VISIBLE}
    ORDER BY bm25(question_search, 10.0, 4.0, 2.0), q.state, q.id DESC LIMIT :limit
    """
)
_POSTGRES_SEARCH = text(
    f"""
    SELECT q.id FROM question_search s JOIN questions q ON q.id = s.question_id
    WHERE s.vector @@ CAST(:expression AS tsquery) AND q.state IN ('open', 'answered') AND {_VISIBLE}
    ORDER BY ts_rank('{{0, 0.2, 0.4, 1.0}}', s.vector, CAST(:expression AS tsquery)) DESC, q.state, q.id DESC
    LIMIT :limit
    """
)
_SQLITE_ALIKE = text(
    "SELECT rowid, question FROM question_alike WHERE question_alike MATCH :expression "
    "ORDER BY rowid DESC LIMIT :limit"
)
# First the full-text index, whatever the planner thinks of it: once psycopg has prepared the statement, it
# knows nothing of the terms, and would rather go backwards through all questions.
_POSTGRES_ALIKE = text(
    """
    WITH found AS MATERIALIZED (
        SELECT question_id, terms FROM question_search
        WHERE array_to_tsvector(string_to_array(terms, ' ')) @@ CAST(:expression AS tsquery))
    SELECT question_id, terms FROM found ORDER BY question_id DESC LIMIT :limit
    """
)
# By their numbers: SQLite would rather go through all that the workspace ever asked.
_ANSWERED = {
    postgres: text(
        f"SELECT q.id FROM questions q {'' if postgres else 'NOT INDEXED'} "
        f"WHERE {among('q.id', 'numbers', postgres)} AND q.state = 'answered' AND {_VISIBLE}"
    )
    for postgres in (False, True)
}
