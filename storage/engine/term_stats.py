"""How many questions hold a term: what makes the search for questions alike short."""

import time
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from storage.engine.compiled import run
from storage.engine.dialect import among, is_postgres, listed

KEEP_SECONDS = 600.0
"""How long what Postgres' planner knows is kept: it learns itself no faster."""
_KNOWN: WeakKeyDictionary[Engine, tuple[float, dict[str, float]]] = WeakKeyDictionary()
_COUNTS = text(f"SELECT term, doc FROM question_terms WHERE {among('term', 'terms', False)}")
_COMMON = text(
    """
    SELECT CAST(CAST(most_common_elems AS text) AS text[]) AS terms, most_common_elem_freqs AS shares
    FROM pg_stats WHERE schemaname = current_schema() AND tablename = 'ix_question_search_terms'
    """
)


def frequencies(session: Session, terms: list[str]) -> dict[str, float] | None:
    """How often each of these terms occurs, as far as it does; None where that is not known.

    SQLite counts the questions that hold it. Postgres' planner estimates the share of the questions that
    hold it, of the thousand commonest terms, after it has looked at the table for the first time.
    """
    if not is_postgres(session):
        return dict(run(session, _COUNTS, {"terms": listed(session, terms)}).all())
    engine: Any = session.get_bind().engine
    until, known = _KNOWN.get(engine, (0.0, {}))
    if time.monotonic() > until:
        row = session.execute(_COMMON).first()
        # The last of the shares are those of the commonest and the rarest, not of a term.
        known = dict(zip(row.terms, row.shares, strict=False)) if row and row.terms else {}
        _KNOWN[engine] = (time.monotonic() + KEEP_SECONDS, known)
    return known or None
