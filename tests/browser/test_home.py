"""Home in the page: what people see of theirs, at a desk and on a phone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import Opens
from tests.browser.test_phone import fits
from tests.browser.window import PHONE, Window
from tests.stories.company import Company
from tests.stories.home.test_home import home, lunch, told

SHOWN = ("Waiting for you", "Coming up", "Your open questions", "You teach", "Thanks you received")
TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="package")
async def company(browser: Browser, sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        yield opened


async def opens_home(window: Window) -> None:
    if window.phone:
        await window.main.get_by_role("button", name="Channels and people").tap()
    nav = window.page.get_by_role("navigation", name="Workspace")
    await nav.get_by_role("link", name="Teachback").click()
    await window.main.get_by_role("link", name="Home").click()


async def a_full_day(company: Company) -> None:
    """Ben has something of everything; he administers, too."""
    ben, ana = company.ben, company.ana
    await told(ben, "/teach postgres ten years")
    await told(ben, "/teach kubernetes")
    await company.asked(ana, "How do I find slow queries? #postgres")
    await company.asked(ben, "Which colours may people who see none tell apart?")
    await lunch(company, ben, "Indexes that help, and those that only cost", seats="8")
    await lunch(company, company.kate, "Sketching before coding", seats="4")
    await ben.presses(await home(company, ben), "Coming lunches")
    await ben.presses(ben.modals[-1], "lunches.join")
    for modal in reversed(ben.modals):
        await ben.closes(modal)
    await told(ana, f"/kudos @{ben.name} for patience with my branches #git")
    await company.passes(seconds=5)


async def test_home_is_full_and_fits_at_a_desk_and_on_a_phone(company: Company, opens: Opens) -> None:
    await a_full_day(company)
    for size in ({}, {"size": PHONE}):
        window = await opens(**size)
        await window.becomes("Ben Okafor")
        await opens_home(window)
        for words in (
            "Waiting for you",
            "Coming up",
            "Your open questions",
            "You teach",
            "Thanks you received",
        ):
            await expect(window.page.locator("#home")).to_contain_text(words)
        await window.page.screenshot(path=f"/tmp/home-{'phone' if size else 'desk'}.png", full_page=False)
        await window.page.locator("#home .blocks").screenshot(
            path=f"/tmp/home-all-{'phone' if size else 'desk'}.png"
        )
        if size:
            await fits(window)
