"""The README's pictures, from what the demo begins with.

Each run draws it into a temporary folder only. `make screenshot` (TEACHBACK_SCREENSHOT=1) also puts it into
docs/, to be looked at and committed.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Locator, ViewportSize, expect

from bot.clock import MovableClock
from bot.demo.play import play, turn_back
from bot.demo.seed import tell
from bot.service import Service
from sandbox import Sandbox
from sandbox.state.backfill import settle
from storage.migrate import migrate
from tests import ROOT
from tests.browser.conftest import Opens
from tests.browser.test_home import opens_home
from tests.browser.window import Window
from tests.stories.company import MANIFEST, Company

DOCS = ROOT / "docs"
THURSDAY = datetime(2026, 3, 12, 10, 20, 5, tzinfo=UTC)
QUESTION = "How do I query the events table without scanning all of it?"
# About as wide as what most desks have; a bare machine's own is much wider.
FONT = ":root { --sans: 'Liberation Sans', Arial, 'DejaVu Sans', 'Noto Color Emoji', sans-serif }"
TALL = ViewportSize(width=1040, height=2600)
NEWEST = "node => { node.scrollTop = node.scrollHeight; node.scrollTop -= 12; }"


class Thursday(MovableClock):
    """A clock that goes on from the same morning whenever it is made."""

    def __init__(self) -> None:
        super().__init__()
        self._made = datetime.now(UTC)

    def now(self) -> datetime:
        return THURSDAY + (super().now() - self._made)


class Demo(Company):
    """The company as `make demo` begins: with two months behind it, and a few days' talk."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.clock = Thursday()
        self.sandbox = Sandbox(MANIFEST, clock=self.clock, on_advance=self._look_again, run_due=self._live)

    async def starts(self) -> None:
        await asyncio.to_thread(migrate, self.url)
        await self.database.run(tell, self.sandbox, at=self.clock.now())
        now = turn_back(self.clock)
        self.service = Service(self.settings(), self.clock)
        await self.service.start()
        await play(self.sandbox, self.clock, now)
        settle(self.sandbox)
        assert self.service.loop is not None
        await self.service.loop.every_minute()


@pytest_asyncio.fixture(loop_scope="package")
async def company(browser: Browser, sqlite_url: str) -> AsyncIterator[Company]:
    async with Demo(sqlite_url) as company:
        yield company


async def test_the_demo_makes_the_pictures_for_the_readme(opens: Opens, tmp_path: Path) -> None:
    await _a_question_and_a_lunch(opens, tmp_path)
    await _home_and_a_circle(opens, tmp_path)
    await _friday_and_monday(opens, tmp_path)  # Last: it moves the clock.


async def _a_question_and_a_lunch(opens: Opens, tmp_path: Path) -> None:
    desk = await _sits(opens)
    await desk.message(QUESTION).get_by_role("button", name="2 replies").click()
    await expect(desk.message("And EXPLAIN first.", desk.thread)).to_be_visible()
    await _draw(desk, tmp_path / "sandbox.png")
    await desk.thread.get_by_role("button", name="Close").click()
    card = desk.message("Reading query plans together")
    await expect(card).to_contain_text("4 of 4 seats, 2 waiting")
    await _crop(card, tmp_path / "lunch.png")


async def _home_and_a_circle(opens: Opens, tmp_path: Path) -> None:
    desk = await _sits(opens, size=TALL)
    await desk.becomes("Dmitri Volkov")
    await opens_home(desk)
    home = desk.page.locator("#home .blocks")
    await expect(home).to_contain_text("Thanks you received")
    await _crop(home, tmp_path / "home.png")

    await desk.becomes("Emeka Nwosu")
    await desk.goes_to("circles")
    answered = desk.page.get_by_role("button", name="replies")
    prompt = desk.main.get_by_test_id("message").filter(has_text="Small failures").filter(has=answered).last
    await prompt.get_by_role("button", name="replies").click()
    talk = desk.thread.locator(".scroller")
    await expect(talk).to_contain_text("2 people joined in")
    await desk.page.set_viewport_size({"width": 1040, "height": 880})
    await talk.evaluate("node => { node.scrollTop = 0; }")
    await _crop(talk, tmp_path / "circle.png")


async def _friday_and_monday(opens: Opens, tmp_path: Path) -> None:
    desk = await _sits(opens, size=TALL)
    await desk.becomes("Grace Tanaka")
    await desk.page.get_by_role("button", name="Mon 9:00").click()
    await desk.goes_to("learning-admins")
    digest = desk.message("Learning, 9–15 March 2026")
    await expect(digest).to_be_visible(timeout=60_000)  # Four days go by, with all that is due in them.
    await expect(digest.locator("svg.drawing")).to_have_count(2)
    await expect(digest.get_by_role("button", name="2 replies")).to_be_visible()
    await _crop(digest, tmp_path / "digest.png")
    await desk.goes_to("kudos")
    roundup = desk.message("heard thanks")
    await _crop(roundup, tmp_path / "roundup.png")


async def _sits(opens: Opens, **how: Any) -> Window:
    window = await opens(**how)
    await window.page.add_style_tag(content=FONT)
    await window.main.get_by_role("button", name="Dismiss the welcome").click()
    return window


async def _draw(window: Window, path: Path) -> None:
    await window.page.evaluate("document.activeElement.blur()")
    await window.page.mouse.move(0, 0)
    await window.main.locator("#messages").evaluate(NEWEST)
    picture = await window.page.screenshot(path=path)
    assert len(picture) > 20_000
    _keep(picture, path.name)


async def _crop(part: Locator, path: Path) -> None:
    """Only a part of the page, such as one message."""
    await part.page.mouse.move(0, 0)
    _keep(await part.screenshot(path=path), path.name)


def _keep(picture: bytes, name: str) -> None:
    if os.environ.get("TEACHBACK_SCREENSHOT") == "1":
        (DOCS / name).write_bytes(picture)
