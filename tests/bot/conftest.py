"""What the tests of the bot's shell share."""

import logging
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Setting the log up changes the whole process: afterwards it is as before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    for name in logs.QUIETED:
        logging.getLogger(name).setLevel(logging.NOTSET)
