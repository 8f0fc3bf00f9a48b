"""A company with Teachback in it: the real app, over real Socket Mode, in a strict local Slack."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.company import Company


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def manifest() -> Path:
    return Path(__file__).parents[2] / "manifest.yml"
