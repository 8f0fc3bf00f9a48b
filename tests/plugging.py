"""Made-up activities, plugged in beside those that there are for as long as a test needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from bot.settings import with_channels
from learning.core import features
from learning.core.sockets.feature import Feature
from learning.workspace import settings, weekly
from messages.core import features as shown
from messages.core.sockets.feature import Feature as Shown
from messages.workspace import settings as render

PINNED = frozenset(
    {
        "circles",
        "diagnostics",
        "digests",
        "half_hours",
        "home",
        "kudos",
        "lunches",
        "privacy",
        "questions",
        "teaching",
        "workspace",
    }
)
"""The activities that there were when output was pinned word for word: what others add is theirs to test."""
CACHES = (settings.known, weekly.posts, render.fields, with_channels)
"""What is looked up of the features once."""


@contextmanager
def plugged(learning: dict[str, Feature], messages: dict[str, Shown] | None = None) -> Iterator[None]:
    """Further features by their activities' names: of `learning`, and of `messages`."""
    more, fields = {**features.features(), **learning}, {**shown.features(), **(messages or {})}
    _forget()
    try:
        with (
            patch.object(features, "features", lambda: more),
            patch.object(shown, "features", lambda: fields),
        ):
            yield
    finally:
        _forget()


def _forget() -> None:
    for found in CACHES:
        found.cache_clear()
