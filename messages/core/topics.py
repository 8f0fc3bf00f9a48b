"""Topics in forms: the field that searches them, and what it offers."""

from collections.abc import Sequence
from typing import Any

from slackblocks import Option

from learning.core.topics import normalise
from learning.core.words import shorten
from messages.core.text import label

TOPIC_SEARCH = "questions.topics"
"""The action id of a field that searches for topics; forms that are open carry it."""


def topic_options(typed: str, known: Sequence[str]) -> list[dict[str, Any]]:
    """Options for the typed search: topics that are known, and the new one that was typed."""
    new = normalise(typed)
    options = [Option(label(f"#{shorten(name, 70)}"), name) for name in known]
    if new and new not in known:
        options.append(Option(label(f"#{shorten(new, 60)} (new)"), new))
    return [option._resolve() for option in options]
