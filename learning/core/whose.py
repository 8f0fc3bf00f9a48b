"""Whose: somebody whose rows, words and messages are looked for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody whose rows, words and messages are looked for."""

    session: Session
    workspace_id: str
    id: str

    def rows(self, model: Any, *columns: Any, number: Any = None) -> Select[int]:
        """The numbers of a table's rows that have their id in one of these columns."""
        theirs = or_(*(column == self.id for column in columns))
        return select(model.id if number is None else number).where(
            model.workspace_id == self.workspace_id, theirs
        )
