"""People who type /learn: at a steady pace whatever comes back, or so many at once as fast as they can."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.talk import Talk
from bot.errors import BUSY
from sandbox import CommandResult, Sandbox


@dataclass(slots=True)
class Load:
    """What came of a number of commands: the seconds each took, and those that went wrong by error."""

    took: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Commands acknowledged a second."""
        return len(self.took) / self.seconds

    def quantile(self, share: float) -> float:
        """The seconds that so large a share of the commands took at most."""
        return sorted(self.took)[min(int(share * len(self.took)), len(self.took) - 1)]


class Crowd:
    """Everybody in a plain workspace, asking new questions in all of its channels."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self._people = [
            sandbox.person(user.id) for user in sandbox.workspace.users.values() if not user.is_bot
        ]
        self._channels = [each for each in sandbox.workspace.channels.values() if each.name != "general"]
        self._count = 0
        self._talk = Talk(seed)
        self._random = random.Random(seed)

    async def each_channel_once(self) -> Load:
        """A first command from everywhere, for what is looked up once and then known."""
        load = Load()
        async with asyncio.TaskGroup() as tasks:
            for _ in self._channels:
                tasks.create_task(self._ask(load))
        return load

    async def steadily(self, a_second: float, seconds: float) -> Load:
        """So many a second on average, at random instants; nobody waits for anybody else's answer."""
        load, clock = Load(), asyncio.get_running_loop().time
        began = due = clock()
        async with asyncio.TaskGroup() as tasks:
            while (due := due + self._random.expovariate(a_second)) < began + seconds:
                if (wait := due - clock()) > 0:
                    await asyncio.sleep(wait)
                tasks.create_task(self._ask(load))
        load.seconds = clock() - began
        return load

    async def at_once(self, people: int, seconds: float) -> Load:
        """So many in flight all the time: whoever is answered asks the next question."""
        load, clock = Load(), asyncio.get_running_loop().time
        began = clock()

        async def ask_on() -> None:
            while clock() < began + seconds:
                await self._ask(load)

        await asyncio.gather(*(ask_on() for _ in range(people)))
        load.seconds = clock() - began
        return load

    async def _ask(self, load: Load) -> None:
        self._count += 1
        person = self._people[self._count * 7 % len(self._people)]
        channel = self._channels[self._count % len(self._channels)]
        text = f"/learn {self._talk.question()}"
        began = time.perf_counter()
        result = await person.types(channel, text)
        took = time.perf_counter() - began
        assert isinstance(result, CommandResult)
        if not result.ok:
            load.wrong[result.error] += 1
        elif result.message is not None and BUSY in result.message.all_text:
            load.wrong["busy"] += 1  # Acknowledged, but nothing was written.
        else:
            load.took.append(took)
