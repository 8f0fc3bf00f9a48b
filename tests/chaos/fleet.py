"""Bots as processes of their own, which may be killed at any moment, and the crowd that asks them things."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sandbox import Message, Person, Sandbox
from sandbox.state import fixtures
from storage.engine.database import Database
from storage.models.activity_log import LogEntry
from storage.models.outbox import Outbox
from storage.models.questions import Question
from storage.outbox import outbox
from tests import MANIFEST, ROOT

RUN = "from bot.cli import main; main()"
CHANNELS, EACH = 30, 10
"""Where the crowd asks, and how often in each channel: 300 questions, which take ten seconds to post."""
AHEAD = 3
"""How many questions a channel's people ask before the first of them stands there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says of one question."""

    channel_id: str
    message_ts: str | None


@dataclass(slots=True)
class Crowd:
    """What became of the questions: acknowledged as asked, refused with a sentence, or never answered."""

    promised: dict[str, str] = field(default_factory=dict)
    """The question's words and the channel they were typed in."""
    refused: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)

    @property
    def answered(self) -> int:
        return len(self.promised) + self.let_down

    @property
    def let_down(self) -> int:
        return len(self.refused) + len(self.unanswered)


class Fleet:
    """A sandbox, a database, and bot processes that come and go."""

    def __init__(self, url: str, folder: Path, *, seed: int) -> None:
        self.url = url
        self.random = random.Random(seed)
        self.crowd = Crowd()
        self.sandbox = Sandbox(MANIFEST, workspace=fixtures.plain(people=20, channels=CHANNELS))
        # Each process that starts asks about each channel once: five starts in a minute are too many for
        # Slack's third tier, which is another story than this one.
        self.sandbox.limits.calls_a_minute["3"] = 1000
        self._folder = folder
        self._running: list[Process] = []
        self._started = 0

    async def __aenter__(self) -> Self:
        await self.sandbox.start()
        self.database = Database.open(self.url)
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        await self.database.close()
        await self.sandbox.stop()

    async def starts(self) -> None:
        """One more bot, up and listening."""
        self._started += 1
        opened = self.sandbox.sockets.opened
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": self.sandbox.bot_token,
            "SLACK_APP_TOKEN": self.sandbox.app_token,
            "SLACK_API_URL": self.sandbox.api_url,
            "SLACK_TIMEOUT": "1",
            "DATABASE_URL": self.url,
            "HEALTH_PORT": "0",
        }
        with (self._folder / f"bot-{self._started}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                RUN,
                "run",
                cwd=self._folder,
                env=environment,
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._running.append(process)
        await self.sandbox.until(lambda: self.sandbox.sockets.opened > opened, timeout=30)

    async def kills(self) -> None:
        """SIGKILL for any one of the bots: nothing that it had in hand is finished."""
        assert await self._ends(self.random.choice(self._running), signal.SIGKILL) == -signal.SIGKILL

    async def retires(self) -> None:
        """SIGTERM for any one of the bots: it finishes what it has in hand and ends well."""
        assert await self._ends(self.random.choice(self._running), signal.SIGTERM) == 0

    async def closes(self) -> None:
        """SIGTERM for every bot."""
        while self._running:
            await self.retires()

    async def _ends(self, process: Process, how: signal.Signals) -> int:
        process.send_signal(how)
        status = await process.wait()
        self._running.remove(process)
        return status

    async def asks(self) -> None:
        """The crowd asks its 300 questions, in every channel at once, a few ahead of what it sees there."""
        await asyncio.gather(*(self._asks_in(number) for number in range(1, CHANNELS + 1)))

    async def _asks_in(self, number: int) -> None:
        channel = self.sandbox.workspace.channel(f"c{number}")
        promised = 0

        def may_ask() -> bool:
            return self.sandbox.connected and promised - len(self.cards(channel.name)) < AHEAD

        for turn in range(EACH):
            await self.sandbox.until(may_ask, timeout=60)
            words = f"What solves riddle {number}-{turn}?"
            result = await self._someone().types(channel, f"/learn {words}")
            assert not isinstance(result, Message)
            if not result.ok:
                self.crowd.unanswered.add(words)
            elif result.message is not None and result.message.text.startswith("I'm asking in"):
                self.crowd.promised[words] = channel.id
                promised += 1
            else:
                self.crowd.refused.add(words)
            self.sandbox.changed()

    def _someone(self) -> Person:
        return self.sandbox.person(f"p{self.random.randrange(1, 21)}")

    async def reaches(self, progress: int) -> None:
        """Waits until so many commands were answered and posts taken: a moment in the midst of things."""

        def far_enough() -> bool:
            # Nobody waits for the card of a question that was not acknowledged.
            return self.crowd.answered + self.crowd.let_down + self.posted >= progress

        await self.sandbox.until(far_enough, timeout=60)
        # Some moments are before Slack's answer is heard, some before it is written down, some after.
        await asyncio.sleep(self.random.uniform(0, 0.03))

    @property
    def posted(self) -> int:
        return sum(len(self.cards(f"c{number}")) for number in range(1, CHANNELS + 1))

    def cards(self, where: str) -> list[Message]:
        """The question cards in a channel."""
        return self.sandbox.workspace.channel(where).top_level()

    async def eventually(self, holds: Callable[[], Awaitable[bool]], seconds: float) -> None:
        """Waits for something that only the database knows."""
        async with asyncio.timeout(seconds):
            while not await holds():  # noqa: ASYNC110 - other processes write it, and no event tells
                await asyncio.sleep(0.05)

    async def settled(self) -> bool:
        """Whether nothing is owed any more."""
        return not set(await self.database.read(outbox.standing)) & {"waiting", "sending"}

    async def reasons(self) -> list[str]:
        """Why what was not sent was not sent."""

        def read(session: Session) -> list[str]:
            rows = session.execute(select(Outbox.state, Outbox.reason).where(Outbox.state != "sent"))
            return [f"{state}: {reason}" for state, reason in rows]

        return await self.database.read(read)

    async def accounts(self) -> None:
        """Counts: everything acknowledged was kept and stands where it was asked, nothing stands twice."""

        def read(session: Session) -> tuple[list[tuple[str, Kept]], int]:
            kept = [(q.text, Kept(q.channel_id, q.message_ts)) for q in session.scalars(select(Question))]
            logged = select(func.count()).select_from(LogEntry).where(LogEntry.verb == "asked")
            return kept, session.scalar(logged) or 0

        kept, logged = await self.database.read(read)
        shown = [
            (words, Kept(card.channel, card.ts))
            for number in range(1, CHANNELS + 1)
            for card in self.cards(f"c{number}")
            for words in [card.text.removeprefix("Question: ")]
        ]
        assert self.crowd.answered == CHANNELS * EACH
        assert Counter(words for words, _ in kept).most_common(1)[0][1] == 1, "a question was kept twice"
        assert Counter(words for words, _ in shown).most_common(1)[0][1] == 1, "a card was posted twice"
        assert set(self.crowd.promised) - {words for words, _ in kept} == set(), "a question was lost"
        assert self.crowd.refused & {words for words, _ in kept} == set(), "“nothing was saved” was untrue"
        # What was not acknowledged may be there; but whatever is there stands where it was asked.
        assert dict(shown) == dict(kept)
        assert {words: place.channel_id for words, place in kept}.items() >= self.crowd.promised.items()
        assert logged == len(kept)
