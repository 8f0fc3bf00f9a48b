"""The form behind `/learn`, with the keyboard alone."""

import re

from playwright.async_api import expect

from sandbox import Message
from tests.browser.window import Window
from tests.stories.company import Company

REQUIRED = "Please complete this required field."
BLANK = "What would you like to know? Write a question first."


async def test_the_form_is_filled_in_with_the_keyboard_alone(company: Company, window: Window) -> None:
    await company.asked(company.ben, "Which index fits? #postgres")
    keys = window.page.keyboard
    await window.types("/learn")
    form = window.modal
    await expect(form.get_by_label("Your question")).to_be_focused()
    await keys.type("How do I tune a slow query?")
    await keys.press("Tab")
    await expect(form.get_by_label("Details")).to_be_focused()
    await keys.type("It takes a minute.")

    await keys.press("Tab")
    topics = form.get_by_role("combobox", name="Topics")
    await expect(topics).to_be_focused()
    await keys.type("pos")
    options = form.get_by_role("option")
    await expect(options).to_have_text(["#postgres", "#pos (new)"])
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(form.get_by_role("button", name="Remove #postgres")).to_be_visible()
    await keys.type("tuning")
    await expect(options).to_have_text(["#tuning (new)"])
    await keys.press("Escape")
    await expect(options).to_have_count(0)
    await expect(form).to_be_visible()
    await keys.type("tuning")
    await expect(options).to_have_text(["#tuning (new)"])
    await keys.press("Enter")
    await expect(form.get_by_role("button", name=re.compile("Remove #tuning"))).to_be_visible()

    await keys.press("Tab")
    await keys.press("Space")
    await expect(form.get_by_label("Ask without my name")).to_be_checked()
    await keys.press("Tab")
    await expect(form.get_by_role("button", name="Cancel")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(form).to_be_hidden()
    await expect(window.composer).to_be_focused()
    card = window.message("How do I tune a slow query?")
    await expect(card).to_contain_text("It takes a minute.")
    await expect(card).to_contain_text("Asked by Someone · #postgres #tuning · 💬\u00a0Open, no replies yet")


async def test_what_is_missing_is_said_at_the_field_and_escape_leaves(window: Window) -> None:
    keys = window.page.keyboard
    await window.types("/learn")
    question = window.modal.get_by_label("Your question")
    await expect(question).to_be_focused()
    await keys.press("Enter")
    await expect(question).to_have_accessible_description(REQUIRED)
    await expect(question).to_be_focused()
    await keys.type("   ")
    await expect(window.modal.get_by_text(REQUIRED)).to_be_hidden()
    await keys.press("Enter")
    await expect(question).to_have_accessible_description(BLANK)
    await expect(question).to_be_focused()
    await keys.press("Escape")
    await expect(window.modal).to_be_hidden()
    await expect(window.composer).to_be_focused()
    await window.types("/learn")
    await expect(question).to_have_value("")
    await expect(window.modal.get_by_role("alert").filter(has_text=BLANK)).to_have_count(0)


async def test_the_keyboard_stays_in_the_form(window: Window) -> None:
    await window.types("/learn")
    await expect(window.modal.get_by_label("Your question")).to_be_focused()
    await window.page.keyboard.press("Shift+Tab")
    await expect(window.modal.get_by_role("button", name="Close")).to_be_focused()
    await window.page.keyboard.press("Shift+Tab")
    await expect(window.modal.get_by_role("button", name="Ask")).to_be_focused()
    await window.page.keyboard.press("Tab")
    await expect(window.modal.get_by_role("button", name="Close")).to_be_focused()


async def test_the_form_shows_what_is_known_and_leads_there(company: Company, window: Window) -> None:
    card = await company.asked(company.hugo, "How do I renew my badge?")
    reply = await company.ben.types("#learning", "At the front desk, before noon.", thread=card)
    assert isinstance(reply, Message)
    await company.hugo.reacts(reply, "white_check_mark")
    await company.sandbox.until(lambda: "Answered" in company.card(card.ts).all_text)
    await window.types("/learn")
    await window.modal.get_by_label("Your question").fill("How can I renew the badge?")
    await window.modal.get_by_role("button", name="Ask").click()
    await expect(window.modal).to_contain_text("This may be answered already.")
    await expect(window.modal).to_contain_text("At the front desk, before noon.")
    await window.modal.get_by_role("link", name="Read the answer").click()
    await expect(window.modal).to_be_hidden()
    await expect(window.message("At the front desk, before noon.", window.thread)).to_be_focused()
