"""The README's pictures, from the talk that the demo begins with.

Each run draws it into a temporary folder only. `make screenshot` (TEACHBACK_SCREENSHOT=1) also puts it into
docs/, to be looked at and committed.
"""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.clock import Clock
from bot.history import play
from sandbox import Sandbox
from tests.browser.conftest import Opens
from tests.browser.window import PHONE, Window
from tests.stories.company import MANIFEST, Company

DOCS = Path(__file__).parents[2] / "docs"
THURSDAY = datetime(2026, 3, 12, 10, 20, 5, tzinfo=UTC)
QUESTION = "How do I query the events table without scanning all of it?"
# About as wide as what most desks have; a bare machine's own is much wider.
FONT = ":root { --sans: 'Liberation Sans', Arial, 'DejaVu Sans', 'Noto Color Emoji', sans-serif }"
NEWEST = "node => { node.scrollTop = node.scrollHeight; node.scrollTop -= 12; }"


class Thursday(Clock):
    """A clock that goes on from the same morning whenever it is made."""

    def __init__(self) -> None:
        super().__init__()
        self._made = datetime.now(UTC)

    def now(self) -> datetime:
        return THURSDAY + (super().now() - self._made)


@pytest_asyncio.fixture(loop_scope="package")
async def company(browser: Browser, sqlite_url: str) -> AsyncIterator[Company]:
    """The company after the talk that the demo begins with."""
    company = Company(sqlite_url)
    company.clock = Thursday()
    company.sandbox = Sandbox(MANIFEST, clock=company.clock)
    async with company:
        await play(company.sandbox, company.clock)
        yield company


async def test_the_demo_makes_a_picture_for_the_readme(opens: Opens, tmp_path: Path) -> None:
    desk = await opens()
    await desk.page.add_style_tag(content=FONT)
    await desk.main.get_by_role("button", name="Dismiss the welcome").click()
    await desk.message(QUESTION).get_by_role("button", name="2 replies").click()
    await expect(desk.message("And EXPLAIN first.", desk.thread)).to_be_visible()
    await _draw(desk, tmp_path / "sandbox.png")
    await desk.thread.get_by_role("button", name="Close").click()
    card = desk.message("Reading query plans together")
    await expect(card).to_contain_text("4 of 4 seats, 2 waiting")
    _keep(await card.screenshot(path=tmp_path / "lunch.png"), "lunch.png")

    phone = await opens(size=PHONE, scale=2)
    await phone.page.add_style_tag(content=FONT)
    await phone.main.get_by_role("button", name="Dismiss the welcome").tap()
    await expect(phone.message("Who has run a tabletop security exercise")).to_be_visible()
    await _draw(phone, tmp_path / "phone.png")


async def _draw(window: Window, path: Path) -> None:
    await window.page.evaluate("document.activeElement.blur()")
    await window.page.mouse.move(0, 0)
    await window.main.locator("#messages").evaluate(NEWEST)
    picture = await window.page.screenshot(path=path)
    assert len(picture) > 20_000
    _keep(picture, path.name)


def _keep(picture: bytes, name: str) -> None:
    if os.environ.get("TEACHBACK_SCREENSHOT") == "1":
        (DOCS / name).write_bytes(picture)
