"""Saying what answers a question, taking it back, and following along."""

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.window import Window
from tests.stories.company import Company

ANSWERED, OPEN = "✅\u00a0Answered, 1 reply", "💬\u00a0Open, 1 reply"
TOLD = "or a facilitator can say which reply answers this question."


@pytest_asyncio.fixture(loop_scope="package")
async def reply(company: Company, window: Window) -> Locator:
    """Ben's reply to Ana's question, in the thread that is open."""
    asked = await company.asked(company.ana, "How do I mute a channel?")
    await company.ben.types("#learning", "Press its name.", thread=asked)
    await card(window).get_by_role("button", name="1 reply").click()
    said = window.message("Press its name.", window.thread)
    await expect(said).to_be_visible()
    return said


def card(window: Window) -> Locator:
    return window.main.get_by_test_id("message").filter(has_text="❓ How do I mute a channel?")


async def test_a_tick_accepts_and_taking_it_away_takes_it_back(window: Window, reply: Locator) -> None:
    await window.tool(reply, "React with ✅")
    await expect(card(window)).to_contain_text(ANSWERED)
    await expect(card(window)).to_contain_text("✅ @Ben Okafor answered:")
    await reply.get_by_role("button", name="✅ 1 reaction").click()
    await expect(card(window)).to_contain_text(OPEN)
    await expect(reply.get_by_role("button", name="✅ 1 reaction")).to_be_hidden()


async def test_the_menu_accepts_and_the_card_opens_again(window: Window, reply: Locator) -> None:
    await window.uses(reply, "Accept as answer")
    await expect(card(window)).to_contain_text(ANSWERED)
    done = window.message("Marked as the answer to How do I mute a channel?", window.thread)
    await expect(done).to_contain_text("Only visible to you")
    await window.picks(card(window), "Open it again")
    await expect(card(window)).to_contain_text(OPEN)


@pytest.mark.parametrize("way", ["tick", "menu"])
async def test_someone_else_is_told_who_can(window: Window, reply: Locator, way: str) -> None:
    await window.becomes("Hugo Martins")
    if way == "tick":
        await window.tool(reply, "React with ✅")
    else:
        await window.uses(reply, "Accept as answer")
    told = window.page.get_by_test_id("message").filter(has_text=TOLD).first
    await expect(told).to_contain_text("Only visible to you")
    await expect(card(window)).to_contain_text(OPEN)


async def test_someone_follows_and_stops(company: Company, window: Window) -> None:
    await company.asked(company.ana, "How do I mute a channel?")
    await window.becomes("Kate Sullivan")
    await card(window).get_by_role("button", name="Follow").click()
    await expect(window.message("You now follow “How do I mute a channel?”.")).to_be_visible()
    await expect(card(window).get_by_role("button", name="Follow (1)")).to_be_visible()
    await window.picks(card(window), "Stop following")
    await expect(window.message("You no longer follow “How do I mute a channel?”.")).to_be_visible()
    await expect(card(window).get_by_role("button", name="Follow", exact=True)).to_be_visible()


async def test_the_keyboard_reaches_messages_and_their_tools(window: Window, reply: Locator) -> None:
    await reply.focus()
    await window.page.keyboard.press("Tab")
    await expect(reply.get_by_role("button", name="React with ✅")).to_be_focused()
    await window.page.keyboard.press("Enter")
    await expect(card(window)).to_contain_text(ANSWERED)
    await reply.focus()
    await window.page.keyboard.press("ArrowUp")
    await expect(window.message("How do I mute a channel?", window.thread)).to_be_focused()
    await window.page.keyboard.press("Escape")
    await expect(window.thread).to_be_hidden()
    await expect(card(window)).to_be_focused()
