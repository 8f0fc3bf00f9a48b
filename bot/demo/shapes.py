"""What people did in the weeks before the demo: the shapes that its story is written in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, so many `weeks` ago on a weekday (Monday is 0) and hour (UTC), and the replies to it.

    A reply is who, how many hours later, and what; `accepts` counts replies from 0.
    """

    weeks: int
    day: int
    hour: float
    asker: str
    text: str
    replies: tuple[tuple[str, float, str], ...] = ()
    accepts: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Someone asked what had been answered already, and found it: the n-th of `QUESTIONS`."""

    weeks: int
    day: int
    hour: float
    who: str
    text: str
    which: int


@dataclass(frozen=True, slots=True)
class Thanked:
    """Someone thanked others."""

    weeks: int
    day: int
    hour: float
    giver: str
    receivers: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Gave:
    """A lunch that was given at noon, proposed a week before; who came, and what they made of it."""

    weeks: int
    day: int
    host: str
    title: str
    takeaways: str
    guests: tuple[str, ...]
    seats: str
    ratings: dict[str, tuple[int, str]] = field(default_factory=dict)
    teaches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """A circle that has met every week since so many `weeks` ago, and what was said in each round."""

    weeks: int
    name: str
    topic: str
    repeat: str
    weekday: int
    clock: str
    kinds: tuple[str, ...]
    members: tuple[str, ...]
    rounds: tuple[tuple[tuple[str, str], ...], ...]
