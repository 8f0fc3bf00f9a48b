"""Where the demo's past is played: people act through the bot itself, and time goes by as it is told."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sandbox import Message, Person, Sandbox

WHERE = "#learning"
STRIDE = timedelta(hours=3)
"""How long the played days let what no one knows of beforehand wait: they are to be over in seconds."""


class Stage:
    """The sandbox while the past is played."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._before = {(one.channel, one.ts) for one in sandbox.workspace.messages()}
        """What was said before the play: nobody waits for it, or presses it."""

    @property
    def now(self) -> datetime:
        """The instant that is played (UTC)."""
        return self._sandbox.clock.now()

    @property
    def cards(self) -> list[Message]:
        """What the bot has posted in the channel, oldest first."""
        bot = self._sandbox.workspace.bot.id
        return [one for one in self._sandbox.workspace.channel(WHERE).top_level() if one.user == bot]

    def person(self, name: str) -> Person:
        """One of the company's people."""
        return self._sandbox.person(name)

    def passes(self, time: timedelta) -> None:
        """So much time goes by."""
        self._sandbox.advance(time)

    async def comes(self, instant: datetime) -> None:
        """Time goes by until then, if it is not over already, and what falls due meanwhile is said."""
        await self._sandbox.time_travel.to(instant, stride=STRIDE)

    async def until(self, shown: Callable[[], object]) -> None:
        """Waits until everybody sees it; time goes by meanwhile: a channel hears one thing a second."""
        for _ in range(300):
            self.passes(timedelta(seconds=2))
            with suppress(AssertionError):
                await self._sandbox.until(shown, 0.05)
                return
        await self._sandbox.until(shown, 15)

    async def hears(self, who: str, words: str) -> Message:
        """Someone gets a private message that says so."""
        await self.until(lambda: any(words in message.all_text for message in self._news(who)))
        return next(message for message in reversed(self._news(who)) if words in message.all_text)

    def _news(self, who: str) -> list[Message]:
        return [one for one in self.person(who).dm if (one.channel, one.ts) not in self._before]

    async def gets_file(self, who: str, title: str) -> None:
        """Someone gets a file about it."""
        await self.until(lambda: any(one.files and title in one.all_text for one in self._news(who)))

    def thread(self, card: Message) -> list[Message]:
        """What was said below a card."""
        return self._sandbox.workspace.channel(WHERE).threads.get(card.ts, [])
