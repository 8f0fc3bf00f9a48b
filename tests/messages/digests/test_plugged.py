"""What is plugged into the digest: everything has its words, one name is one thing, charts are shared."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from learning.core.sockets.digest import Digest, Figure, Reading, Remark, Rule
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.digests import digest, figures, rules
from messages.core.sockets.digest import ChartSlot, Curve, Curves
from messages.core.sockets.digest import Digest as DigestWords
from messages.core.sockets.feature import Feature as FeatureWords
from messages.digests import charts, suggestions
from messages.digests import digest as render
from storage.discovery import PlugError
from tests.learning.digests.digesting import AFTER, WEEK, T

FIGURE: Figure[int] = Figure("cakes", 0, lambda reading: [0 for _ in reading.weeks])
REMARK: Remark[int] = Remark("cakes", lambda reading: 0)
RULE = Rule(kind="cakes", find=lambda session, workspace_id, *, at: [], act=lambda *_, at: {})


def test_every_figure_has_a_line_and_a_curve() -> None:
    plugged = set(figures.known().values())
    assert {line.figure for line in render.lines()} == plugged
    assert {curve.figure for chart in charts.known().values() for curve in chart.curves} == plugged


def test_every_remark_and_every_rule_has_its_words() -> None:
    assert {words.remark for words in render.remarks()} == set(digest.known_remarks().values())
    assert {words.rule for words in suggestions.known().values()} == set(rules.known().values())


def test_every_slot_of_a_chart_is_filled_in_its_order() -> None:
    assert [*charts.known()] == [*ChartSlot]


@pytest.mark.parametrize(
    ("known", "module", "plugged", "what"),
    [
        (figures.known, figures, Digest(figures=(FIGURE,)), "figures of the digest"),
        (digest.known_remarks, digest, Digest(remarks=(REMARK,)), "remarks of the digest"),
        (rules.known, rules, Digest(rules=(RULE,)), "rules of the digest"),
    ],
)
def test_two_of_one_name_are_refused(
    known: Any, module: Any, plugged: Digest, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = {"bakers": Feature(digest=plugged), "eaters": Feature(digest=plugged)}
    monkeypatch.setattr(module, "features", lambda: twice)
    with pytest.raises(PlugError, match=f"There are two {what} called 'cakes': in bakers and in eaters."):
        known.__wrapped__()


def curves(shelf: Shelf, name: str = "") -> FeatureWords:
    """An activity with a curve in the chart that several share."""
    drawn = Curves(
        slot=ChartSlot.TALKING,
        shelf=shelf,
        about=name,
        title=name,
        curves=(Curve(FIGURE, f"Curve {shelf.name}", float),),
    )
    return FeatureWords(digest=DigestWords(curves=(drawn,)))


@pytest.mark.parametrize(
    ("plugged", "title", "about"),
    [
        ({"a": curves(Shelf.TALK, "tea")}, "Tea", "tea"),
        ({"a": curves(Shelf.THANK, "cake"), "b": curves(Shelf.TALK, "tea")}, "Tea and cake", "tea and cake"),
        (
            {
                "a": curves(Shelf.THANK, "cake"),
                "b": curves(Shelf.GROW),
                "c": curves(Shelf.PEOPLE, "milk"),
                "d": curves(Shelf.TALK, "tea"),
            },
            "Milk, tea and cake",
            "milk, tea and cake",
        ),
    ],
)
def test_a_chart_that_several_share_is_called_by_them_all_in_the_order_of_shelves(
    plugged: Mapping[str, FeatureWords], title: str, about: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "features", lambda: plugged)
    chart = charts.known.__wrapped__()[ChartSlot.TALKING]
    assert (chart.title, chart.about) == (title, about)
    assert len(chart.curves) == len(plugged)


def test_what_several_read_is_read_once(session: Session) -> None:
    asked = []

    def read(reading: Reading) -> int:
        asked.append(reading)
        return len(asked)

    reading = figures.reading(session, T, WEEK, at=AFTER)
    assert (reading.once(read), reading.once(read)) == (1, 1)
    assert reading.entries("prompted") == [0] * figures.WEEKS


def test_a_verb_that_no_figure_names_is_not_counted(session: Session) -> None:
    reading = figures.reading(session, T, WEEK, at=AFTER)
    with pytest.raises(AssertionError):
        reading.entries("baked")
