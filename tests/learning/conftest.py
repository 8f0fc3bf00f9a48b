"""A lunch to begin with."""

import pytest
from sqlalchemy.orm import Session

from learning.lunches import seats
from tests.learning.lunches.lunching import ANA, HUGO, KATE, NOW, T, propose, town


@pytest.fixture
def lunch(session: Session) -> int:
    """Ben's lunch: Ana and Hugo have its two seats, Kate waits."""
    town(session)
    number = propose(session)
    for who in (ANA, HUGO, KATE):
        seats.join(session, T, who, number, at=NOW)
    return number
