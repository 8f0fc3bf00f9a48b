"""Each kind of message is rendered by one activity, and has a title."""

import pytest

from learning.core.features import message_kinds
from messages.core import titles
from messages.core.sockets.feature import Feature as WordsFeature
from scheduling.core import features
from scheduling.core.kind import Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.discovery import PlugError


def test_each_kind_that_an_activity_writes_is_rendered_and_has_a_title() -> None:
    assert message_kinds().keys() == features.render_kinds().keys() == titles.titles().keys()


def test_what_has_no_title_is_called_by_its_own_name() -> None:
    assert titles.title("questions.card") == "the card of a question"
    assert titles.title("walks.card") == "walks.card"


def test_two_who_render_one_kind_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Feature(render={"card": Kind(lambda *_: Skip("never"))})
    monkeypatch.setattr(features, "features", lambda: {"lunches": board, "walks": board})
    with pytest.raises(PlugError, match="called 'card': in lunches and in walks"):
        features.render_kinds.__wrapped__()


def test_two_titles_of_one_kind_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    board = WordsFeature(titles={"card": "a card"})
    monkeypatch.setattr(titles, "features", lambda: {"lunches": board, "walks": board})
    with pytest.raises(PlugError, match="called 'card': in lunches and in walks"):
        titles.titles.__wrapped__()
