"""Eight weeks as charts: every figure is in one, within Slack's limits, and in the same words beside it."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from learning.core.features import features
from learning.core.weeks import Week
from learning.digests.figures import WEEKS, Figures
from learning.digests.participation import Participation
from learning.lunches.figures import Lunches
from learning.questions.figures import Questions
from messages.core.text import Message, message, page
from messages.digests import charts
from sandbox.block_kit.blocks import check_blocks
from tests.learning.digests.digesting import counted
from tests.plugging import PINNED

LAST = Week(date(2026, 3, 2), "Europe/Lisbon")
COUNTS = st.integers(0, 10**9)
FIGURES = st.builds(
    counted,
    week=st.just(LAST),
    people=st.builds(Participation, COUNTS, COUNTS, COUNTS),
    questions=st.builds(Questions, COUNTS, COUNTS, COUNTS, st.none() | st.floats(0, 10**6)),
    lunches=st.builds(
        Lunches,
        COUNTS,
        COUNTS,
        st.none() | COUNTS,
        st.none() | COUNTS,
        st.none() | st.floats(1, 5).map(lambda mean: round(mean, 1)),
    ),
    deflections=COUNTS,
    prompts=COUNTS,
    voices=COUNTS,
    thanks=COUNTS,
    thanked=COUNTS,
    new_teachers=COUNTS,
)
FULL = counted(
    LAST,
    Participation(101, 102, 103),
    Questions(104, 105, 106, 107.25),
    Lunches(108, 109, 110, 111, 4.3),
    112,
    113,
    114,
    115,
    116,
    117,
)


def weeks(*figures: Figures) -> tuple[Figures, ...]:
    """These figures, in the weeks up to the last one."""
    return tuple(
        replace(one, week=LAST.back(back))
        for back, one in zip(reversed(range(len(figures))), figures, strict=True)
    )


def drawn(blocks: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, float]]]:
    """Each chart by its title, each of its series by its name."""
    return {
        block["title"]: {
            series["name"]: {point["label"]: point["value"] for point in series["data"]}
            for series in block["chart"]["series"]
        }
        for block in blocks
        if block["type"] == "data_visualization"
    }


def messages(trend: tuple[Figures, ...]) -> list[Message]:
    """What is posted of these weeks, the digest's own part first."""
    own = charts.headline(trend)
    return [*([message("", *own)] if own else []), *charts.further(trend)]


def test_every_figure_is_drawn_and_only_the_numbers_of_people_and_seats_are_not() -> None:
    trend = weeks(*[FULL] * WEEKS)
    values = {
        value
        for said in messages(trend)
        for chart in drawn(said["blocks"]).values()
        for series in chart.values()
        for value in series.values()
    }
    assert values == {*range(101, 118), 107.2, 4.3} - {103, 107, 110}


def test_six_charts_come_two_in_a_message_with_all_eight_weeks() -> None:
    trend = weeks(*[FULL] * WEEKS)
    said = [drawn(one["blocks"]) for one in messages(trend)]
    assert [[*one] for one in said] == [
        ["People in eight weeks", "Questions in eight weeks"],
        ["How soon the first reply came", "Circles and kudos"],
        ["Lunch-and-learns", "How lunch-and-learns were rated"],
    ]
    assert len(charts.further(trend)) == charts.PARTS
    days = ["12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb", "16 Feb", "23 Feb", "2 Mar"]
    assert {tuple(series) for one in said for chart in one.values() for series in chart.values()} == {
        tuple(days)
    }


@limits(deadline=None, max_examples=20)
@given(st.lists(FIGURES, min_size=WEEKS, max_size=WEEKS))
def test_whatever_the_figures_slack_takes_it_and_the_words_say_the_same(figures: list[Figures]) -> None:
    trend = weeks(*figures)
    for said in messages(trend):
        assert check_blocks(said["blocks"], "message") == []
        words = "\n".join(
            block["elements"][0]["text"] for block in said["blocks"] if block["type"] == "context"
        )
        for chart in drawn(said["blocks"]).values():
            for name, points in chart.items():
                (line,) = [line for line in words.split("\n") if line.startswith(f"{name}: ")]
                told = [part.replace(",", "") for part in line.partition(": ")[2].split(", ")]
                assert len(told) == WEEKS
                values = [part for part in told if part != "–"]
                assert [float(value) for value in values if float(value)] == [
                    value for value in points.values() if value
                ]
                assert not said["text"] or line in said["text"]


def test_a_week_without_a_value_is_a_dash_and_no_bar() -> None:
    rated, held = counted(LAST, lunches=Lunches(1, 2, 4, None, 4.0)), Figures(LAST)
    (said,) = charts.further(weeks(held, rated, held, rated))
    assert drawn(said["blocks"]) == {
        "Lunch-and-learns": {
            "Held": {"9 Feb": 0, "16 Feb": 1, "23 Feb": 0, "2 Mar": 1},
            "Seats filled": {"9 Feb": 0, "16 Feb": 2, "23 Feb": 0, "2 Mar": 2},
        },
        "How lunch-and-learns were rated": {"Rating, of 5": {"16 Feb": 4.0, "2 Mar": 4.0}},
    }
    assert "Rating, of 5: –, 4.0, –, 4.0" in said["text"]


def test_where_nothing_happened_nothing_is_drawn() -> None:
    trend = weeks(*[counted(LAST, Participation(people=7))] * WEEKS)
    assert charts.headline(trend) == []
    assert charts.further(trend) == []
    assert charts.named(trend) == ""


def test_a_page_says_in_words_what_it_cannot_draw() -> None:
    trend = weeks(*[FULL] * WEEKS)
    shown = json.dumps(page(message("", *charts.headline(trend), *charts.rest(trend))))
    assert "data_visualization" not in shown
    later = {
        one.name for name, each in features().items() if name not in PINNED for one in each.digest.figures
    }
    drawn = [curve for chart in charts.known().values() for curve in chart.curves]
    assert all(curve.name in shown for curve in drawn if curve.figure.name not in later)


@pytest.mark.parametrize("chart", charts.known().values())
def test_names_are_short_enough_for_slack(chart: charts.Chart) -> None:
    assert all(len(curve.name) <= 20 for curve in chart.curves)
