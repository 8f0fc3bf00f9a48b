"""Routes and subcommands: found in each activity, and refused at the start where two are of one name."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from handlers.core import commands, features, router
from handlers.core.sockets.commands import Subcommand, anything, more, nothing
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from storage.discovery import PlugError
from tests import ROOT


async def answer() -> None:
    """Does nothing."""


def word(*words: str, command: str = "/plant", takes: Callable[[str], bool] = nothing) -> Subcommand:
    return Subcommand(command=command, words=words, takes=takes, handler=answer)


PLANT = Route("command", "/plant", answer)


@contextmanager
def plugged(**activities: Feature) -> Iterator[None]:
    """Only these activities are there."""

    def only() -> Mapping[str, Feature]:
        return activities

    commands.subcommands.cache_clear()
    with patch.object(router, "features", only), patch.object(commands, "features", only):
        yield
    commands.subcommands.cache_clear()


def folders() -> list[Path]:
    return sorted(
        path.parent for path in (ROOT / "handlers").glob("*/__init__.py") if path.parent.name != "core"
    )


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_the_routes_of_each_activity_are_found_and_lead_into_its_own_folder_or_the_core(folder: Path) -> None:
    feature = features.features()[folder.name]
    assert feature.routes or feature.subcommands
    assert {*feature.routes} <= {*router.routes()}
    homes = {route.handler.__module__.split(".")[1] for route in feature.routes}
    assert homes <= {folder.name, "core"}


def test_two_routes_of_one_kind_and_name_stop_the_start_with_a_sentence() -> None:
    again = Feature(routes=(PLANT,))
    with (
        plugged(beds=again, seeds=again),
        pytest.raises(
            PlugError, match=r"^There are two routes called 'command /plant': in beds and in seeds\.$"
        ),
    ):
        router.routes()


def test_one_name_of_two_kinds_is_no_clash() -> None:
    with plugged(
        seeds=Feature(routes=(Route("block_action", "sow", answer), Route("options", "sow", answer)))
    ):
        assert {route.kind for route in router.routes() if route.name == "sow"} == {"block_action", "options"}


def test_a_kind_of_route_that_slack_does_not_send_stops_the_start_with_a_sentence() -> None:
    sentence = "There are no routes of the kind 'blockaction', as 'sow' in seeds is: only command, "
    with (
        plugged(seeds=Feature(routes=(Route("blockaction", "sow", answer),))),
        pytest.raises(PlugError, match="^" + re.escape(sentence)),
    ):
        router.routes()


def test_two_subcommands_of_one_word_stop_the_start_with_a_sentence() -> None:
    seeds = Feature(routes=(PLANT,), subcommands=(word("list", "all"),))
    with (
        plugged(beds=Feature(subcommands=(word("all"),)), seeds=seeds),
        pytest.raises(
            PlugError, match=r"^There are two subcommands called '/plant all': in beds and in seeds\.$"
        ),
    ):
        router.routes()


def test_a_subcommand_of_a_command_that_nobody_answers_stops_the_start_with_a_sentence() -> None:
    with (
        plugged(seeds=Feature(subcommands=(word("list"),))),
        pytest.raises(PlugError, match=r"^Nobody answers /plant, so nothing can answer /plant list\.$"),
    ):
        router.routes()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("list", ""),
        ("LIST", ""),
        ("list all", None),
        ("lists", None),
        ("why", ""),
        ("why so", " so"),
        ("Why  so", "  so"),
        ("why\nso", None),
        ("sow", ""),
        ("sow\nnow", "\nnow"),
        ("sow  it", "  it"),
        ("", None),
        ("reap", None),
    ],
)
def test_what_follows_a_word_decides_whether_it_is_a_subcommand(text: str, rest: str | None) -> None:
    kinds = (word("list"), word("why", takes=more), word("sow", takes=anything))
    with plugged(seeds=Feature(routes=(PLANT,), subcommands=kinds)):
        chosen = commands.choose("/plant", text)
        assert (chosen and chosen[1]) == rest
        assert commands.choose("/other", text) is None
