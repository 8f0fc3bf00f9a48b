"""The same on a phone: one thing at a time, and nothing beyond the edge."""

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.window import PHONE, Window

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll(".scroller, .modal-body, .menu")]
    .filter((each) => each.scrollWidth > each.clientWidth || innerWidth !== 375).map((each) => each.id)"""


async def fits(window: Window) -> None:
    """Nothing can be scrolled sideways."""
    assert await window.page.evaluate(TOO_WIDE) == []


async def test_asked_answered_and_accepted_on_a_phone(opens: Opens) -> None:
    window = await opens(size=PHONE)
    await fits(window)
    await window.composer.fill(f"/learn How do I pronounce {LONG}? #german")
    await window.main.get_by_role("button", name="Send").tap()
    card = window.message("How do I pronounce")
    await expect(card).to_contain_text("💬\u00a0Open, no replies yet")
    await fits(window)

    await window.main.get_by_role("button", name="Channels and people (you are Ana Ferreira)").tap()
    await expect(window.main).to_be_hidden()
    await window.page.get_by_test_id("person-switcher").tap()
    await fits(window)
    await window.menu.get_by_role("menuitemradio", name="Ben Okafor").tap()
    await expect(window.main).to_be_visible()
    await window.tool(card, "Reply in thread")
    await expect(window.main).to_be_hidden()
    await window.replies(f"Slowly: {LONG}.")
    await expect(window.message("Slowly", window.thread)).to_be_visible()
    await fits(window)
    await window.thread.get_by_role("button", name="Back").tap()
    await expect(window.thread).to_be_hidden()
    await expect(card).to_contain_text("1 reply")

    await window.becomes("Ana Ferreira")
    await window.goes_to("Teachback")
    check = window.message("Did this answer it?")
    await check.get_by_role("button", name="Accept").tap()
    await expect(window.message("is answered by @Ben Okafor")).to_be_visible()
    await fits(window)
    await window.goes_to("learning")
    await expect(card).to_contain_text("✅\u00a0Answered, 1 reply")
    await card.get_by_role("link", name="Read the answer").tap()
    await expect(window.message("Slowly", window.thread)).to_be_focused()
    await window.page.go_back()
    await expect(card).to_be_visible()


async def test_the_form_fits_a_phone(opens: Opens) -> None:
    window = await opens(size=PHONE)
    await window.types("/learn")
    await expect(window.modal.get_by_label("Your question")).to_be_focused()
    await fits(window)
    await window.modal.get_by_label("Your question").fill("How do I fold a map?")
    await window.modal.get_by_label("Ask without my name").tap()
    await window.modal.get_by_role("button", name="Ask").tap()
    await expect(window.message("How do I fold a map?")).to_contain_text("Asked by Someone")
    await fits(window)
