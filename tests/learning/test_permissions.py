"""Verbs that act for a person, tried with every role: who may, may, and nobody else."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.errors import NotAllowed
from storage.models import Activity, Outbox
from tests.learning.matrix import ROWS
from tests.learning.matrix.town import ROLES, become, town


@pytest.mark.parametrize("name", ROWS)
def test_who_may_may_and_nobody_else(session: Session, name: str) -> None:
    row = ROWS[name]
    outcomes = {}
    for role in ROLES:
        with session.begin_nested() as before:
            town(session)
            number = row.given(session)
            become(session, role)
            session.flush()
            session.expire_all()
            written = _written(session)
            try:
                outcome = row.done(session, number)
            except NotAllowed:  # and what was written so far is rolled back
                outcomes[role] = False
            else:
                outcomes[role] = not (row.silent and outcome is None)
                changed = _written(session) != written
                assert outcomes[role] or not changed, f"{name} left something behind for {role}"
            before.rollback()
    assert outcomes == {role: role in row.may for role in ROLES}


def _written(session: Session) -> tuple[int, int]:
    """How much is in the log and in the outbox."""
    log = session.scalar(select(func.count()).select_from(Activity)) or 0
    owed = session.scalar(select(func.coalesce(func.sum(Outbox.wanted), 0))) or 0
    return log, int(owed)
