"""The company that stories happen in: its people, and what they can see."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import MovableClock
from bot.service import Service
from bot.settings import Settings
from sandbox import Message, Person, Workspace
from sandbox.state import operations
from storage.engine.database import Busy, Database
from storage.models.activity_log import LogEntry
from tests import MANIFEST
from tests.stories.patience import Patient, is_due, skip_pace


class Company:
    """A sandbox and a bot beside it. `ana` asks, `ben` answers, `chiara` facilitates, `grace` is an admin."""

    def __init__(
        self, url: str, *, workspace: Workspace | None = None, at: datetime | None = None, **settings: Any
    ) -> None:
        """`at` is when the story begins (aware); now, unless the hour matters."""
        self.url = url
        self.clock = MovableClock(at - datetime.now(UTC) if at else timedelta())
        self.sandbox = Patient(
            MANIFEST,
            workspace=workspace,
            clock=self.clock,
            on_advance=self._look_again,
            run_due=self._live,
            pass_time=self._skip_pace,
        )
        self._settings = settings
        self._opened = AsyncExitStack()
        self.service: Service | None = None

    async def __aenter__(self) -> Self:
        await self._opened.enter_async_context(self.sandbox)
        self.database = Database.open(self.url)
        self._opened.push_async_callback(self.database.close)
        await self.starts()
        self._opened.push_async_callback(self.stops)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._opened.aclose()

    def settings(self) -> Settings:
        facilitators = []
        if any(user.name == "chiara" for user in self.sandbox.workspace.users.values()):
            facilitators = [self.sandbox.person("chiara").id]
        values: dict[str, Any] = {
            "slack_bot_token": self.sandbox.bot_token,
            "slack_app_token": self.sandbox.app_token,
            "slack_api_url": self.sandbox.api_url,
            "database_url": self.url,
            "health_port": 0,
            "teachback_facilitators": ",".join(facilitators),
        }
        return Settings.given(**values | self._settings)

    def use(self, **settings: Any) -> None:
        """Settings for the next start."""
        self._settings |= settings

    async def starts(self) -> None:
        self.service = Service(self.settings(), self.clock)
        await self.service.start()
        await asyncio.gather(*self.service.tasks)

    async def stops(self) -> None:
        if self.service is not None:
            await self.service.stop()
            self.service = None

    def __getattr__(self, name: str) -> Person:
        """`company.ana` is Ana."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self.sandbox.person(name)

    async def asked(self, who: Person, text: str, where: str = "#learning") -> Message:
        """Someone asks with /learn, and the card appears."""
        before = {card.ts for card in self.cards(where)}
        result = await who.types(where, f"/learn {text}")
        assert not isinstance(result, Message)
        assert result.ok, result
        return (await self.sandbox.until(lambda: [c for c in self.cards(where) if c.ts not in before]))[-1]

    def cards(self, where: str = "#learning") -> list[Message]:
        """The question cards in a channel, oldest first."""
        channel = self.sandbox.workspace.channel(where)
        bot = self.sandbox.workspace.bot.id
        return [m for m in channel.top_level() if m.user == bot and "❓" in m.all_text]

    def card(self, ts: str, where: str = "#learning") -> Message:
        """A card as it looks now."""
        return self.sandbox.workspace.channel(where).messages[ts]

    async def hears(self, who: Person, words: str) -> Message:
        """Someone gets a private message from the bot that says so."""
        return await self.sandbox.until(lambda: next((m for m in who.dm if words in m.all_text), None))

    async def whispered(self, who: Person, words: str, where: str = "#learning") -> Message:
        """Someone is told something that only they see."""
        return await self.sandbox.until(
            lambda: next((m for m in who.sees(where) if m.ephemeral and words in m.all_text), None)
        )

    async def whispered_in_thread(self, who: Person, card: Message, words: str) -> Message:
        """Someone is told something that only they see, in a thread or beside it."""

        def told() -> Message | None:
            seen = [*who.sees("#learning", thread=card), *who.sees("#learning")]
            return next((m for m in seen if m.ephemeral and words in m.all_text), None)

        return await self.sandbox.until(told)

    def bot_says(self, where: str, text: str, *, thread: Message) -> None:
        """Some app posts in a thread."""
        channel = self.sandbox.workspace.channel(where)
        operations.post(self.sandbox, channel, self.sandbox.workspace.bot.id, text, thread_ts=thread.ts)

    async def passes(self, **time: float) -> None:
        """Time goes by (days, hours, minutes), and what waited for it is looked at.

        What is due by now is done before: it would come too late otherwise, which is not what a story means.
        """
        assert self.service is not None
        assert self.service.loop is not None
        await self._said()
        await self.service.loop.step()
        await self._said()
        self.sandbox.advance(timedelta(**time))
        await self.service.loop.step()

    async def _said(self) -> None:
        """Nothing is due that was not tried yet."""
        while await self.database.read(is_due, at=self.clock.now()):
            await self._skip_pace()
            await asyncio.sleep(0.01)

    async def _skip_pace(self) -> None:
        try:
            wait = await self.database.run(skip_pace, at=self.clock.now())
        except Busy:
            return
        if wait:
            self.clock.advance(wait)
            self._look_again()

    def _look_again(self) -> None:
        if self.service is not None:
            self.service.wake()

    async def _live(self) -> datetime | None:
        return await self.service.live() if self.service is not None else None

    async def settled(self) -> None:
        """Everything that happened so far was heard by the bot."""
        await self.sandbox.until(lambda: not self.sandbox.delivery.busy)

    async def logged(self) -> list[str]:
        """What happened so far, in order."""

        def verbs(session: Session) -> list[str]:
            return list(session.scalars(select(LogEntry.verb).order_by(LogEntry.id)))

        await self.settled()
        return await self.database.read(verbs)
