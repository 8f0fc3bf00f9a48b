"""Eight weeks as Slack draws them, and the same figures in words for clients that draw nothing."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from slackblocks import (
    AxisConfig,
    BarChart,
    Block,
    DataPoint,
    DataSeries,
    DataVisualizationBlock,
)

from learning.digests.figures import Figures
from messages.core.text import Message, context, message

A_MESSAGE = 2
"""Charts that Slack takes in one message."""


class Curve(NamedTuple):
    """One figure over the weeks: a name of 20 characters at most, and its value, None in a week without."""

    name: str
    value: Callable[[Figures], float | None]


class Chart(NamedTuple):
    """Figures that are looked at together, in a word (`about`) and in a title; `unit` is what they count."""

    about: str
    title: str
    curves: tuple[Curve, ...]
    unit: str | None = None


POSTED = (
    Chart(
        "people",
        "People in eight weeks",
        (
            Curve("Took part", lambda one: one.people.active),
            Curve("For the first time", lambda one: one.people.new),
            Curve("Became teachers", lambda one: one.new_teachers),
        ),
    ),
    Chart(
        "questions",
        "Questions in eight weeks",
        (
            Curve("Asked", lambda one: one.questions.asked),
            Curve("Answered", lambda one: one.questions.answered),
            Curve("Within a working day", lambda one: one.questions.in_time),
            Curve("Found without asking", lambda one: one.deflections),
        ),
    ),
)
"""What the digest itself shows."""
FURTHER = (
    Chart(
        "how soon answers come",
        "How soon the first reply came",
        (Curve("Median hours", lambda one: one.questions.median_hours),),
        "Hours",
    ),
    Chart(
        "circles and kudos",
        "Circles and kudos",
        (
            Curve("Prompts", lambda one: one.prompts),
            Curve("Voices", lambda one: one.voices),
            Curve("Kudos given", lambda one: one.thanks),
            Curve("People thanked", lambda one: one.thanked),
        ),
    ),
    Chart(
        "lunches",
        "Lunch-and-learns",
        (
            Curve("Held", lambda one: one.lunches.held),
            Curve("Seats filled", lambda one: one.lunches.filled),
            Curve("Were there", lambda one: one.lunches.attended),
        ),
    ),
    Chart(
        "how they were rated",
        "How lunch-and-learns were rated",
        (Curve("Rating, of 5", lambda one: one.lunches.rating),),
    ),
)
"""What there is more, as many in a message as Slack takes."""
PARTS = -(-len(FURTHER) // A_MESSAGE)


def headline(weeks: Sequence[Figures]) -> list[Block]:
    """The charts of the digest itself, for weeks with the oldest first; none where nothing happened."""
    return _blocks(POSTED, weeks)


def rest(weeks: Sequence[Figures]) -> list[Block]:
    """All the others."""
    return _blocks(FURTHER, weeks)


def further(weeks: Sequence[Figures]) -> list[Message]:
    """All the others, as messages of their own: up to `PARTS`, and fewer where little happened."""
    drawn = [chart for chart in FURTHER if _curves(chart, weeks)]
    return [_message(drawn[first : first + A_MESSAGE], weeks) for first in range(0, len(drawn), A_MESSAGE)]


def named(weeks: Sequence[Figures]) -> str:
    """What the rest of the charts is about, in words; empty where there is none."""
    return ", ".join(chart.about for chart in FURTHER if _curves(chart, weeks))


def _message(charts: Sequence[Chart], weeks: Sequence[Figures]) -> Message:
    words = "\n".join(line for chart in charts for line in (f"{chart.title}:", *_words(chart, weeks)))
    return message(f"{_since(weeks)}. {words}", *_blocks(charts, weeks))


def _blocks(charts: Sequence[Chart], weeks: Sequence[Figures]) -> list[Block]:
    drawn = [chart for chart in charts if _curves(chart, weeks)]
    if not drawn:
        return []
    words = [line for chart in drawn for line in _words(chart, weeks)]
    return [*(_draw(chart, weeks) for chart in drawn), context("\n".join([_since(weeks), *words]))]


def _draw(chart: Chart, weeks: Sequence[Figures]) -> Block:
    """A chart of the weeks in which any of its figures has a value: Slack draws no gaps."""
    curves = _curves(chart, weeks)
    whole = [one for one in weeks if any(curve.value(one) is not None for curve in curves)]
    series = [
        DataSeries(curve.name, [DataPoint(_day(one), _rounded(curve.value(one))) for one in whole])
        for curve in curves
    ]
    axis = AxisConfig([_day(one) for one in whole], x_label="Week from", y_label=chart.unit)
    return DataVisualizationBlock(chart.title, BarChart(series, axis))


def _curves(chart: Chart, weeks: Sequence[Figures]) -> list[Curve]:
    """Those of its figures that were more than nothing in any of the weeks."""
    return [curve for curve in chart.curves if any(curve.value(one) for one in weeks)]


def _words(chart: Chart, weeks: Sequence[Figures]) -> list[str]:
    return [
        f"{curve.name}: {', '.join(_figure(curve.value(one)) for one in weeks)}"
        for curve in _curves(chart, weeks)
    ]


def _since(weeks: Sequence[Figures]) -> str:
    return f"By week, from {weeks[0].week.monday:%-d %B} on"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{_rounded(value):,}"


def _rounded(value: float | None) -> float:
    return value if isinstance(value, int) else round(value or 0, 1)


def _day(one: Figures) -> str:
    return f"{one.week.monday:%-d %b}"
