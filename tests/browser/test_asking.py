"""Asking, answering, accepting and finding again, through the page."""

from playwright.async_api import expect

from tests.browser.window import Window


async def test_a_question_is_answered_accepted_found_and_not_asked_again(window: Window) -> None:
    await window.types("/learn How do I rebase without losing work? #git")
    card = window.message("How do I rebase without losing work?")
    await expect(card).to_contain_text("Asked by @Ana Ferreira")
    await expect(card).to_contain_text("#git · 💬 Open, no replies yet")

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
    await expect(card).to_contain_text("✅ Answered, 1 reply")

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
