"""What the tests of the bot's shell share."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from bot import logs
from sandbox import Sandbox
from tests import MANIFEST
from tests.bot.office import Office


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Setting the log up changes the whole process: afterwards it is as before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    for name in logs.QUIETED:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    slack = Sandbox(MANIFEST)
    slack.limits.ping_seconds = 0.02
    async with slack:
        office = Office(slack)
        yield office
        await office.socket_mode.close(0)
