"""A browser window on the sandbox's page, used as a person uses it."""

import re

from playwright.async_api import Browser, BrowserContext, Dialog, Locator, Page, ViewportSize, expect

PATIENCE_MS = 15_000
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=375, height=812)

expect.set_options(timeout=PATIENCE_MS)


class Window:
    """One window: who sits at it can become anyone by the switcher, as the demo's visitors do."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.page = page
        self.context = context
        self.phone = bool(page.viewport_size and page.viewport_size["width"] == PHONE["width"])
        self.trouble: list[str] = []
        page.on("console", lambda line: self._heard(line.type, line.text))
        page.on("pageerror", lambda error: self.trouble.append(f"pageerror: {error}"))
        page.on("dialog", self._interrupted)
        page.on("requestfailed", lambda request: self.trouble.append(f"failed: {request.url}"))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.trouble.append(f"console: {text}")

    async def _interrupted(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    @classmethod
    async def open(cls, browser: Browser, url: str, size: ViewportSize = DESKTOP) -> "Window":
        """A window of its own: what one remembers, the others do not."""
        phone = size == PHONE
        context = await browser.new_context(
            viewport=size,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            is_mobile=phone,
            has_touch=phone,
        )
        context.set_default_timeout(PATIENCE_MS)
        window = cls(context, await context.new_page())
        await window.page.goto(url)
        await expect(window.page.get_by_test_id("person-switcher")).to_be_attached()
        return window

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("complementary")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def menu(self) -> Locator:
        return self.page.get_by_role("menu")

    async def becomes(self, name: str) -> None:
        """Someone else sits down here."""
        await self._opens_drawer()
        await self.page.get_by_test_id("person-switcher").click()
        await self.menu.get_by_role("menuitemradio", name=name).click()
        await expect(self.page.get_by_test_id("person-switcher")).to_contain_text(name)

    async def goes_to(self, place: str) -> None:
        """Follows a line of the sidebar."""
        await self._opens_drawer()
        name = re.compile(rf"^{re.escape(place)}(?![\w-])")
        await self.page.get_by_role("navigation", name="Workspace").get_by_role("link", name=name).click()
        await expect(self.main.get_by_role("heading", level=1)).to_contain_text(place)

    async def _opens_drawer(self) -> None:
        if self.phone:
            await self.main.get_by_role("button", name="Channels and people").tap()

    async def types(self, words: str) -> None:
        """Writes where one is, and sends it."""
        await self._send(self.composer, words)

    async def replies(self, words: str) -> None:
        """Writes in the thread that is open."""
        await self._send(self.page.get_by_test_id("thread-composer"), words)

    async def _send(self, field: Locator, words: str) -> None:
        await field.fill(words)
        await field.press("Enter")
        await expect(field).to_have_value("")

    def message(self, words: str, within: Locator | None = None) -> Locator:
        """The newest message that says so."""
        return (within or self.main).get_by_test_id("message").filter(has_text=words).last

    async def tool(self, message: Locator, name: str) -> None:
        """Points at a message (on a phone: taps beside its words) and uses its toolbar."""
        if self.phone:
            await message.tap(position={"x": 20, "y": 14})
        else:
            await message.hover()
        await message.get_by_role("toolbar").get_by_role("button", name=name).click()

    async def uses(self, message: Locator, action: str) -> None:
        """Points at a message and picks from its menu."""
        await self.tool(message, "More actions for this message")
        await self.menu.get_by_role("menuitem", name=action).click()

    async def picks(self, message: Locator, choice: str) -> None:
        """Picks from the app's own ⋯ menu on a message."""
        await message.locator(".blocks").get_by_role("button", name="More actions").click()
        await self.menu.get_by_role("menuitem", name=choice).click()

    async def answers(self, card: Locator, words: str) -> None:
        """Opens a card's thread and replies."""
        await self.tool(card, "Reply in thread")
        await self.replies(words)
        await expect(self.message(words, self.thread)).to_be_visible()
