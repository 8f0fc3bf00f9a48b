"""Eight weeks as Slack draws them, and the same figures in words for clients that draw nothing."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from slackblocks import (
    AxisConfig,
    BarChart,
    Block,
    DataPoint,
    DataSeries,
    DataVisualizationBlock,
)

from learning.core.sockets.order import SHELVES
from learning.digests.figures import Figures
from messages.core.features import features
from messages.core.sockets.digest import ChartSlot, Curve, Curves
from messages.core.text import Message, context, message

A_MESSAGE = 2
"""Charts that Slack takes in one message."""


class Chart(NamedTuple):
    """A chart: what it is about in a word, its title, its curves; `unit` is what they count."""

    about: str
    title: str
    curves: tuple[Curve[Any], ...]
    unit: str | None = None


POSTED = tuple(ChartSlot)[:A_MESSAGE]
"""What the digest itself shows."""
FURTHER = tuple(ChartSlot)[A_MESSAGE:]
"""What there is more, as many in a message as Slack takes."""
PARTS = -(-len(FURTHER) // A_MESSAGE)


@cache
def known() -> Mapping[ChartSlot, Chart]:
    """The chart of each slot that activities plug curves in."""
    plugged = sorted(
        (curves for feature in features().values() for curves in feature.digest.curves),
        key=lambda curves: SHELVES.index(curves.shelf),
    )
    filled = {slot: [curves for curves in plugged if curves.slot is slot] for slot in ChartSlot}
    return {slot: _chart(groups) for slot, groups in filled.items() if groups}


def headline(weeks: Sequence[Figures]) -> list[Block]:
    """The charts of the digest itself, for weeks with the oldest first; none where nothing happened."""
    return _blocks(_of(POSTED), weeks)


def rest(weeks: Sequence[Figures]) -> list[Block]:
    """All the others."""
    return _blocks(_of(FURTHER), weeks)


def further(weeks: Sequence[Figures]) -> list[Message]:
    """All the others, as messages of their own: up to `PARTS`, and fewer where little happened."""
    drawn = [chart for chart in _of(FURTHER) if _curves(chart, weeks)]
    return [_message(drawn[first : first + A_MESSAGE], weeks) for first in range(0, len(drawn), A_MESSAGE)]


def named(weeks: Sequence[Figures]) -> str:
    """What the rest of the charts is about, in words; empty where there is none."""
    return ", ".join(chart.about for chart in _of(FURTHER) if _curves(chart, weeks))


def _of(slots: Sequence[ChartSlot]) -> list[Chart]:
    return [known()[slot] for slot in slots if slot in known()]


def _chart(groups: Sequence[Curves]) -> Chart:
    title = _joined([group.title for group in groups])
    return Chart(
        _joined([group.about for group in groups]),
        title[:1].upper() + title[1:],
        tuple(curve for group in groups for curve in group.curves),
        next((group.unit for group in groups if group.unit), None),
    )


def _joined(names: Sequence[str]) -> str:
    """“One”, “one and another”, or “one, another and one more”; whoever has no name is not there."""
    *others, last = [name for name in names if name] or [""]
    return f"{', '.join(others)} and {last}" if others else last


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
    whole = [one for one in weeks if any(_value(curve, one) is not None for curve in curves)]
    series = [
        DataSeries(curve.name, [DataPoint(_day(one), _rounded(_value(curve, one))) for one in whole])
        for curve in curves
    ]
    axis = AxisConfig([_day(one) for one in whole], x_label="Week from", y_label=chart.unit)
    return DataVisualizationBlock(chart.title, BarChart(series, axis))


def _value(curve: Curve[Any], week: Figures) -> float | None:
    return curve.value(week[curve.figure])


def _curves(chart: Chart, weeks: Sequence[Figures]) -> list[Curve[Any]]:
    """Those of its figures that were more than nothing in any of the weeks."""
    return [curve for curve in chart.curves if any(_value(curve, one) for one in weeks)]


def _words(chart: Chart, weeks: Sequence[Figures]) -> list[str]:
    return [
        f"{curve.name}: {', '.join(_figure(_value(curve, one)) for one in weeks)}"
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
