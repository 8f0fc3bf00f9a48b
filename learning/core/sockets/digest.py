"""The digest: figures, remarks, rules with their action, and who met whom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from learning.core.sockets.privacy import Whose
from learning.core.weeks import Week

T = TypeVar("T")
S = TypeVar("S")


class Reading:
    """The weeks that a digest reads, oldest first, as far as they have come by `at` (UTC).

    What several figures need is read once.
    """

    def __init__(self, session: Session, workspace_id: str, weeks: Sequence[Week], at: datetime) -> None:
        self.session, self.workspace_id, self.weeks, self.at = session, workspace_id, tuple(weeks), at
        self._kept: dict[str, Any] = {}

    @property
    def since(self) -> datetime:
        return self.weeks[0].since

    @property
    def until(self) -> datetime:
        return self.weeks[-1].until

    def once(self, name: str, read: Callable[[], S]) -> S:
        """What was read under this name; reads it the first time."""
        if name not in self._kept:
            self._kept[name] = read()
        kept: S = self._kept[name]
        return kept


@dataclass(frozen=True, slots=True, eq=False)
class Figure(Generic[T]):
    """A figure of the digest, or several that belong together: counted for each week of a reading."""

    name: str
    count: Callable[[Reading], Sequence[T]]


@dataclass(frozen=True, slots=True, eq=False)
class Remark(Generic[T]):
    """Something that the digest remarks beside its figures, found for the newest week of a reading."""

    name: str
    find: Callable[[Reading], T]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: what it is about, how much it weighs, and the evidence (as JSON can hold it)."""

    kind: str
    subject: str
    weight: int
    facts: dict[str, Any] = field(default_factory=dict)


class Action(Protocol):
    """Does what a suggestion proposes; returns what came of it, as JSON can hold it."""

    def __call__(
        self, session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
    ) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule behind the digest's suggestions: what it finds, and what its button does.

    `quotes` finds the subjects (as text) of those whose facts hold somebody's words, which `forget` takes out
    of the facts. `renew` are facts that go on until somebody decides.
    """

    kind: str
    find: Callable[..., list[Found]]
    act: Action
    quotes: Callable[[str, str], Select[str]] | None = None
    forget: Callable[[dict[str, Any], str], None] | None = None
    renew: Callable[[Session, dict[str, Any], datetime], dict[str, Any]] | None = None


Exchange = tuple[str, str]
"""Two people who had to do with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the weekly digest counts, remarks and proposes; `exchanges` (session, workspace, since, until) are
    who had to do with whom.

    `told_at` are the instants (UTC) of what digests tell by somebody's name, for eight weeks.
    """

    figures: tuple[Figure[Any], ...] = ()
    remarks: tuple[Remark[Any], ...] = ()
    rules: tuple[Rule, ...] = ()
    exchanges: tuple[Callable[[Session, str, datetime, datetime], Iterable[Exchange]], ...] = ()
    told_at: tuple[Callable[[Whose], Iterable[datetime]], ...] = ()
