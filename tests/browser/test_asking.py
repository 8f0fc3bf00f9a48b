"""Asking, answering, accepting and finding again, through the page."""

import asyncio
import re
from datetime import datetime, timedelta

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.window import Window
from tests.stories.company import Company


async def test_a_question_is_answered_accepted_found_and_not_asked_again(window: Window) -> None:
    await window.types("/learn How do I rebase without losing work? #git")
    card = window.message("How do I rebase without losing work?")
    await expect(card).to_contain_text("Asked by @Ana Ferreira")
    await expect(card).to_contain_text("#git · 💬\u00a0Open, no replies yet")

    await window.becomes("Ben Okafor")
    await window.answers(card, "Make a branch first; then nothing can be lost.")
    await expect(card).to_contain_text("1 reply")

    await window.becomes("Ana Ferreira")
    await window.goes_to("Teachback")
    check = window.message("Did this answer it?")
    await expect(check).to_contain_text("Make a branch first")
    await check.get_by_role("button", name="Accept").click()
    await expect(window.message("is answered by @Ben Okafor")).to_be_visible()
    await window.goes_to("learning")
    await expect(card).to_contain_text("✅\u00a0Answered, 1 reply")

    await window.becomes("Hugo Martins")
    await window.types("/learn find rebase")
    found = window.message("1 question about “rebase”")
    await expect(found).to_contain_text("Only visible to you")
    await found.get_by_role("link", name="Read the answer").click()
    answer = window.message("Make a branch first", window.thread)
    await expect(answer).to_be_focused()
    await window.thread.get_by_role("button", name="Close thread").click()
    await expect(window.thread).to_be_hidden()

    await window.types("/learn How can I rebase and not lose my work?")
    known = window.message("This may be answered already.")
    await known.get_by_role("button", name="That answers it").click()
    await expect(window.message("Good to hear! I'll thank @Ben Okafor for you.")).to_be_visible()

    await window.becomes("Ben Okafor")
    await window.goes_to("Teachback")
    await expect(window.message("just helped someone else")).to_be_visible()


async def test_the_welcome_suggests_a_first_question(window: Window) -> None:
    await window.main.get_by_role("button", name="Try it").click()
    await expect(window.composer).to_be_focused()
    await window.composer.press("Enter")
    await expect(window.message("How do I read a Postgres query plan?")).to_contain_text("Asked by @Ana")
    await window.main.get_by_role("button", name="Dismiss the welcome").click()
    await window.page.reload()
    await expect(window.message("How do I read a Postgres query plan?")).to_be_visible()
    await expect(window.main.get_by_text("Welcome!")).to_be_hidden()


async def test_commands_complete_themselves_and_explain_what_they_take(window: Window) -> None:
    await window.composer.press_sequentially("/le")
    await expect(window.main.get_by_role("option", name="/learn")).to_be_visible()
    await window.composer.press("Tab")
    await expect(window.composer).to_have_value("/learn ")
    await window.composer.press_sequentially("help")
    await expect(window.main.locator(".usage")).to_contain_text("Ask a question, or find an answer")
    await window.composer.press("Enter")
    await expect(window.message("Ask, and the right people see it.")).to_be_visible()


async def test_what_a_command_says_comes_into_view(window: Window) -> None:
    for number in range(12):
        await window.types(f"Good morning, number {number}!")
    first = window.main.get_by_test_id("message").first
    await expect(window.main.get_by_test_id("message")).to_have_count(12)
    await first.scroll_into_view_if_needed()
    await expect(first).to_be_in_viewport()
    await window.types("/learn help")
    await expect(window.message("Ask, and the right people see it.")).to_be_in_viewport(ratio=1)


async def test_two_people_see_each_others_messages_at_once(opens: Opens) -> None:
    ana, ben = await opens(), await opens()
    await ben.becomes("Ben Okafor")
    await ana.types("/learn Which editor do you use?")
    await expect(ben.message("Which editor do you use?")).to_be_visible()
    card = ana.message("Which editor do you use?")
    await ana.tool(card, "Reply in thread")
    await ben.answers(ben.message("Which editor do you use?"), "The one that opens fastest.")
    answer = ana.message("The one that opens fastest.", ana.thread)
    await expect(answer).to_be_visible()
    await ana.tool(answer, "React with 🎉")
    seen = ben.message("The one that opens fastest.", ben.thread)
    await expect(seen.get_by_role("button", name="🎉 1 reaction")).to_be_visible()
    teachback = ana.page.get_by_role("navigation", name="Workspace").get_by_role("link", name="Teachback")
    await expect(teachback).to_contain_text("unread")


async def test_what_people_type_is_shown_as_they_typed_it(window: Window) -> None:
    words = "Is <b>bold</b> &amp; <script>alert(1)</script> fine, <!channel>? <img src=x onerror=alert(2)>"
    await window.types(f"/learn {words}")
    card = window.message("Is <b>bold</b>")
    await expect(card).to_contain_text(words)
    await window.becomes("Ben Okafor")
    await window.answers(card, words)
    await expect(card).to_contain_text("1 reply")
    await window.types(words)
    await expect(window.message(words)).to_contain_text("Ben Okafor")
    await window.becomes("Ana Ferreira")
    await window.goes_to("Teachback")
    await expect(window.message("Did this answer it?")).to_contain_text("<script>alert(1)</script>")
    for tag in ("b", "script", "img"):
        await expect(window.main.locator(f".message {tag}")).to_have_count(0)
    await expect(window.main.locator(".mention", has_text=re.compile("channel|here"))).to_have_count(0)


async def test_the_clock_moves_a_day_ahead(window: Window) -> None:
    await window.types("Good morning!")
    said = window.message("Good morning!")
    await expect(said).to_be_visible()
    await expect(window.main.get_by_role("heading", name="Today")).to_be_visible()
    await window.page.get_by_role("button", name="+1 day").click()
    await expect(window.main.get_by_role("heading", name="Yesterday")).to_be_visible()
    await window.types("/learn What day is it?")
    await expect(window.message("What day is it?")).to_be_visible()
    await expect(window.main.get_by_role("heading", level=2)).to_contain_text(["Yesterday", "Today"])


async def test_while_time_flies_the_page_says_where_to_and_two_presses_are_one_after_the_other(
    company: Company, window: Window
) -> None:
    began, held = company.clock.now(), asyncio.Event()
    live = company.sandbox.time_travel._run_due

    async def slowly() -> datetime | None:
        await held.wait()
        return await live() if live else None

    company.sandbox.time_travel._run_due = slowly
    clock = window.page.get_by_role("region", name="Clock")
    hour = clock.get_by_role("button", name="+1 hour")
    await hour.focus()
    await window.page.keyboard.press("Enter")
    await expect(clock).to_contain_text("Moving to")
    await expect(hour).to_be_focused()
    await window.page.keyboard.press("Enter")
    await window.types("I still write meanwhile.")
    await expect(window.message("I still write meanwhile.")).to_be_visible()
    held.set()
    await company.sandbox.until(lambda: company.clock.now() - began >= timedelta(hours=2))
    await expect(clock).not_to_contain_text("Moving to")
    await expect(clock).to_have_attribute("aria-busy", "false")
    await window.types("/learn How late is it?")
    await expect(window.message("How late is it?")).to_be_visible()
