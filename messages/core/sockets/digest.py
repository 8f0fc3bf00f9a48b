"""The digest in words: a line and curves of figures, the words of remarks, and those of rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from slackblocks import Block

from learning.core.sockets.digest import Figure, Remark, Rule
from learning.core.sockets.order import Shelf

T = TypeVar("T")
Facts = Mapping[str, Any]
"""The evidence of a suggestion; once it is done, with what came of it as `outcome`."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FigureLine(Generic[T]):
    """One line of figures: how it begins, what it tells, and whether there is anything to tell.

    What it `tells` are words with a place for a figure, and the figure; without one, words that say so, or
    none. `brief` is what the digest's first sentence says of it, if anything.
    """

    figure: Figure[T]
    shelf: Shelf
    title: str
    tells: Sequence[Callable[[T], tuple[str, str | None]]]
    counts: Callable[[T], int]
    brief: Callable[[T], str] | None = None


class ChartSlot(Enum):
    """A chart of the digest; they come in this order, the first two with the digest, the others after it."""

    PEOPLE = "who takes part"
    ASKING = "what is asked and answered"
    WAITING = "how long people wait for an answer"
    TALKING = "what is said among people"
    MEETING = "what people come together for"
    OPINION = "what people make of it"


class Curve(NamedTuple, Generic[T]):
    """One figure over the weeks: a name of 20 characters at most, and its value, None in a week without."""

    figure: Figure[T]
    name: str
    value: Callable[[T], float | None]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Curves:
    """Curves of an activity that are looked at together; those of one slot are one chart.

    What a chart is `about`, in a word, and its `title` are put together from those of its curves: “circles
    and kudos”. Curves that have neither are drawn with what is there. `unit` is what they count.
    """

    slot: ChartSlot
    shelf: Shelf
    curves: tuple[Curve[Any], ...]
    about: str = ""
    title: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RemarkWords(Generic[T]):
    """What the digest says of a remark: no blocks where there is nothing to say."""

    remark: Remark[T]
    shelf: Shelf
    blocks: Callable[[T], list[Block]]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RuleWords:
    """The words of a rule's suggestions: the evidence, and what their button says.

    `came` tells what came of one, where that is more than who is asked. `nobody` tells that nobody was found
    to ask, why, and what one can do about it; a rule whose action turns to the facilitators has it.
    """

    rule: Rule
    evidence: Callable[[Facts], str]
    button: str
    came: Callable[[Facts], str] | None = None
    nobody: Callable[[Facts], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What an activity says in the weekly digest."""

    lines: tuple[FigureLine[Any], ...] = ()
    curves: tuple[Curves, ...] = ()
    remarks: tuple[RemarkWords[Any], ...] = ()
    rules: tuple[RuleWords, ...] = ()
