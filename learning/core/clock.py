"""The one clock that both doors are handed."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the aware UTC now."""

    def now(self) -> datetime: ...
