"""A browser for all of these tests, and a company and windows for each."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import chromium
from tests.browser.window import Window
from tests.stories.company import Company

Opens = Callable[..., Awaitable[Window]]
MISSING = (
    "BROWSER TESTS SKIPPED: no Chromium on this machine; "
    "install it with your package manager (apt-get install chromium) or name one with CHROMIUM=…"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything here; one browser serves it all, so it all lives in one event loop."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="package"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    """The machine's Chromium. Without one the tests are skipped, or fail if TEACHBACK_BROWSER=required."""
    path = chromium.find()
    if path is None:
        if os.environ.get("TEACHBACK_BROWSER") == "required":
            pytest.fail(MISSING.replace("SKIPPED", "FAILED"), pytrace=False)
        pytest.skip(MISSING)
    async with chromium.started(path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="package")
async def company(browser: Browser, sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="package")
async def opens(browser: Browser, company: Company) -> AsyncIterator[Opens]:
    """Opens windows on the company's page, none of which may complain until the test's end."""
    windows: list[Window] = []

    async def open_window(**how: Any) -> Window:
        window = await Window.open(browser, company.sandbox.page_url, **how)
        windows.append(window)
        return window

    yield open_window
    trouble = [line for window in windows for line in window.trouble]
    for window in windows:
        await window.context.close()
    assert trouble == []


@pytest_asyncio.fixture(loop_scope="package")
async def window(opens: Opens) -> Window:
    """A window at a desk; Ana sits there at first."""
    return await opens()
