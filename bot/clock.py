"""The one clock: real time, moved forward only by the demo."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """Tells the aware UTC now, `ahead` of real time by as much as the demo has moved it."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, by: timedelta) -> None:
        self.ahead += by
