"""The bots that are measured, each in a process of its own: Teachback itself, and a bare app."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from sandbox import Sandbox

WHOLE = ("-c", "from bot.cli import main; main()", "run")
BARE = ("-m", "benchmarks.bare")
AT_ONCE = (*BARE, "--at-once")
"""The bare app, acknowledging when its listener ends as Teachback does, not at Bolt's next step of 10 ms."""
READY_SECONDS, STOP_SECONDS = 30.0, 15.0
HERE = Path(__file__).parents[1]


@dataclass(slots=True)
class Bot:
    """A bot that is ready: how long that took, and what it complained of."""

    process: asyncio.subprocess.Process
    seconds_to_ready: float
    complaints: list[str] = field(default_factory=list)

    @property
    def megabytes(self) -> float:
        """Resident memory now."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6


@asynccontextmanager
async def running(
    sandbox: Sandbox, command: tuple[str, ...], folder: Path, database_url: str = ""
) -> AsyncIterator[Bot]:
    """Runs one of the bots above until the block ends."""
    settings = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "HEALTH_PORT": "0",
        "DATABASE_URL": database_url,
        "PYTHONPATH": str(HERE),
    }
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=folder,
        env=os.environ | settings,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    bot = Bot(process, 0.0)
    try:
        async with asyncio.timeout(READY_SECONDS):
            while b"is ready" not in (line := await process.stderr.readline()):
                if not line:
                    raise RuntimeError("The bot ended before it was ready:\n" + "\n".join(bot.complaints))
                bot.complaints.append(line.decode().rstrip())
        bot.seconds_to_ready = time.perf_counter() - began
        bot.complaints.clear()
        listening = asyncio.create_task(_listen(process.stderr, bot))
        yield bot
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
    await listening


async def _listen(stream: asyncio.StreamReader, bot: Bot) -> None:
    while line := await stream.readline():
        if b" WARNING " in line or b" ERROR " in line:
            bot.complaints.append(line.decode().rstrip())
