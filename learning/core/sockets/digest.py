"""The digest: figures, remarks, rules with their action, and who met whom."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from learning.core import log
from learning.core.weeks import Week
from learning.core.whose import Whose
from storage.models.activity_log import LogEntry

T = TypeVar("T")
S = TypeVar("S")
Dated = TypeVar("Dated", bound=Sequence[Any])
"""A row that begins with an instant."""


class Reading:
    """The weeks that a digest reads, oldest first, as far as they have come by `at` (UTC).

    What several figures and remarks need is read once. `verbs` are those whose log entries are counted.
    """

    def __init__(
        self,
        session: Session,
        workspace_id: str,
        weeks: Sequence[Week],
        *,
        at: datetime,
        verbs: Collection[str] = (),
    ) -> None:
        self.session, self.workspace_id, self.weeks, self.at = session, workspace_id, tuple(weeks), at
        self._verbs = tuple(sorted(verbs))
        self._kept: dict[Callable[[Reading], Any], Any] = {}

    @property
    def since(self) -> datetime:
        """When the oldest week begins."""
        return self.weeks[0].since

    @property
    def until(self) -> datetime:
        """When the newest week ends."""
        return self.weeks[-1].until

    def once(self, read: "Callable[[Reading], S]") -> S:
        """What this reads of these weeks; it is asked the first time only."""
        if read not in self._kept:
            self._kept[read] = read(self)
        kept: S = self._kept[read]
        return kept

    def entries(self, verb: str) -> list[int]:
        """How many log entries of a verb there are in each week; the verb is one that a figure names."""
        assert verb in self._verbs
        return [counts.get(verb, 0) for counts in self.once(Reading._entries)]

    def by_week(self, rows: Iterable[Dated]) -> list[list[Dated]]:
        """The rows of each week, without those of other weeks; each row begins with an instant."""
        edges = [week.since for week in self.weeks] + [self.until]
        found: list[list[Dated]] = [[] for _ in range(len(self.weeks) + 2)]
        for row in rows:
            found[bisect_right(edges, row[0])].append(row)
        return found[1:-1]

    def _entries(self) -> list[dict[str, int]]:
        """One query a week for the verbs of all figures: each more would cost every digest."""
        return [
            dict(
                self.session.execute(
                    select(LogEntry.verb, func.count())
                    .where(
                        log.within(self.workspace_id, week.since, week.until), LogEntry.verb.in_(self._verbs)
                    )
                    .group_by(LogEntry.verb)
                ).all()
            )
            for week in self.weeks
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Figure(Generic[T]):
    """A figure of the digest, or several that belong together: counted for each week of a reading.

    It is `nothing` in a week in which nothing happened. `verbs` are those of which it counts log entries.
    """

    name: str
    nothing: T
    count: Callable[[Reading], Sequence[T]]
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Remark(Generic[T]):
    """Something that the digest remarks beside its figures, found for the newest week of a reading."""

    name: str
    find: Callable[[Reading], T]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: what it is about, how much it weighs, and the evidence (as JSON can hold it).

    A weight is roughly how many people acting on it helps; somebody who waits counts for many.
    """

    subject: str
    weight: int
    facts: dict[str, Any] = field(default_factory=dict)


class Find(Protocol):
    """Looks at how things stand (UTC), and names its evidence."""

    def __call__(self, session: Session, workspace_id: str, *, at: datetime) -> list[Found]: ...


class Action(Protocol):
    """Does what a suggestion proposes; returns what came of it, as JSON can hold it.

    `facts` are the evidence, with the suggestion's own number as `id`. Raises `LearningError` when it cannot
    be done now, and then the suggestion stays open.
    """

    def __call__(
        self, session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
    ) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Somebody's words in the evidence of a rule: `subjects` (workspace, member) selects the subjects of what
    has theirs, as text, and `forget` (facts, instead) puts other words in their place."""

    subjects: Callable[[str, str], Select[str]]
    forget: Callable[[dict[str, Any], str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule behind the digest's suggestions: what it finds, and what its button does.

    `renew` (session, facts, at) are facts that go on until somebody decides.
    """

    kind: str
    find: Find
    act: Action
    quotes: Quotes | None = None
    renew: Callable[[Session, dict[str, Any], datetime], dict[str, Any]] | None = None


Exchange = tuple[str, str]
"""Two people who had to do with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the weekly digest counts, remarks and proposes.

    `exchanges` (session, workspace, since, until) find who had to do with whom, from an instant to before
    another (UTC).
    `told_at` are the instants (UTC) of what digests tell by somebody's name, for eight weeks.
    """

    figures: tuple[Figure[Any], ...] = ()
    remarks: tuple[Remark[Any], ...] = ()
    rules: tuple[Rule, ...] = ()
    exchanges: tuple[Callable[[Session, str, datetime, datetime], Iterable[Exchange]], ...] = ()
    told_at: tuple[Callable[[Whose], Iterable[datetime]], ...] = ()
