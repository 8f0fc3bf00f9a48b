"""What is plugged in: named by its activity, its socket and itself, and checked before anything starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from bot import features
from bot.features import Plugged
from storage import discovery
from storage.discovery import PlugError


class When(Enum):
    OFTEN = "again and again"


class Tick(NamedTuple):
    verb: Callable[..., object]
    when: When = When.OFTEN


@dataclass(frozen=True)
class Kind:
    name: str
    about: str = "something"


@dataclass(frozen=True)
class Column:
    title: str
    model: type
    words: tuple[str, ...] = ()
    flags: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Time:
    ticks: tuple[Tick, ...] = ()
    schedules: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    time: Time = Time()
    kinds: tuple[Kind, ...] = ()
    columns: tuple[Column, ...] = ()
    pairs: tuple[tuple[type, str], ...] = ()
    shelf: When | None = None


def lapse() -> None:
    """Ends what waited long enough."""


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Plugged]]:
    """Plugs one activity into one layer, and says what is plugged in."""

    def plug(feature: object) -> list[Plugged]:
        monkeypatch.setattr(features, "LAYERS", {"learning": lambda: {"tips": feature}})
        return features.plugged()

    return plug


@pytest.mark.parametrize(
    ("feature", "socket", "name"),
    [
        (Feature(), "learning", "-"),
        (Feature(kinds=(Kind("tips.card", "a tip"),)), "learning.kinds", "tips.card"),
        (Feature(time=Time((Tick(lapse),))), "learning.time.ticks", f"{__name__}.lapse"),
        (Feature(time=Time((Tick(partial(lapse)),))), "learning.time.ticks", f"{__name__}.lapse"),
        (Feature(time=Time(schedules={"tips.weekly": lapse})), "learning.time.schedules", "tips.weekly"),
        (
            Feature(columns=(Column("tips", Kind, ("text", "note")),)),
            "learning.columns",
            f"tips {__name__}.Kind text/note",
        ),
        (Feature(pairs=((Kind, "id"),)), "learning.pairs", f"{__name__}.Kind id"),
        (Feature(shelf=When.OFTEN), "learning.shelf", "OFTEN"),
    ],
)
def test_each_thing_is_named(
    plug: Callable[..., list[Plugged]], feature: Feature, socket: str, name: str
) -> None:
    assert plug(feature) == [Plugged("tips", socket, name)]


def test_the_table_has_each_activity_of_each_layer_a_line_for_each_thing() -> None:
    lines = [line.split(maxsplit=2) for line in features.table()]
    found = {(activity, layer) for layer, find in features.LAYERS.items() for activity in find()}
    assert {(activity, socket.partition(".")[0]) for activity, socket, _ in lines} == found
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)


def test_all_that_is_plugged_in_fits() -> None:
    features.check()


@pytest.mark.parametrize(
    ("plugged", "complaint"),
    [
        ("Feature(tips=())", r"\.tips\.feature cannot be plugged in: .*unexpected keyword argument 'tips'"),
        ("'tips'", r"\.tips\.feature has to hold a FEATURE that is a Feature\."),
    ],
)
def test_an_unknown_socket_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugged: str, complaint: str
) -> None:
    house = f"house_of_{abs(hash(plugged))}"
    (tmp_path / house / "tips").mkdir(parents=True)
    for package in (tmp_path / house, tmp_path / house / "tips"):
        (package / "__init__.py").touch()
    (tmp_path / house / "tips" / "feature.py").write_text(
        f"from {__name__} import Feature\n\nFEATURE = {plugged}\n", "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = partial(discovery.found, house, "feature", Feature)
    monkeypatch.setattr(features, "LAYERS", {"learning": found})
    with pytest.raises(PlugError, match=f"^{house}{complaint}"):
        features.check()
