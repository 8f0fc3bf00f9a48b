"""A company with Teachback in it: the real app, over real Socket Mode, in a strict local Slack."""

from collections.abc import AsyncIterator

import pytest

from tests.stories.company import Company


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite over Socket Mode", "postgres over Socket Mode", "sqlite over signed HTTP"])
async def any_company(request: pytest.FixtureRequest, unused_tcp_port: int) -> AsyncIterator[Company]:
    """The company on each database, and heard each way."""
    name = "postgres_url" if "postgres" in request.param else "sqlite_url"
    opened = Company(request.getfixturevalue(name))
    if "HTTP" in request.param:
        opened.use(
            slack_app_token=None, slack_signing_secret=opened.sandbox.signing_secret, port=unused_tcp_port
        )
        opened.sandbox.http_endpoint = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
    async with opened:
        yield opened
