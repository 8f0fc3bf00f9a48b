"""What is measured in one run: each bot in turn under the same load, then the look-up alone."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from benchmarks import corpus, signups
from benchmarks.bots import AT_ONCE, BARE, HERE, WHOLE, running
from benchmarks.load import Crowd, Load
from benchmarks.signups import Signups
from benchmarks.talk import Talk
from learning.questions import knowledge
from sandbox import Sandbox, Workspace
from sandbox.state.fixtures import plain
from storage.engine.database import Database
from storage.models.questions import Question

A_SECOND, IN_FLIGHT = 100, 64
_COUNT = select(func.count()).select_from(Question)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything."""

    questions: int = 100_000
    seconds: float = 10.0
    starts: int = 3
    lookups: int = 500
    people: int = 50
    channels: int = 40
    """A start looks at each of them, and Slack answers fifty such calls a minute."""
    crowd: signups.Crowd = field(default_factory=signups.Crowd)


@dataclass(slots=True)
class Figures:
    """What one bot came to; seconds, commands a second, megabytes."""

    to_ready: float
    p50: float
    p99: float
    rate: float
    megabytes: float
    acknowledged: int
    lookup_p95: float = 0.0
    empty_read_p95: float = 0.0
    matched: float = 0.0
    posted: int = 0
    signups: Signups | None = None
    trouble: list[str] = field(default_factory=list)


async def measure(urls: dict[str, str], folder: Path, scale: Scale) -> dict[str, Figures]:
    """Every bot's figures by its name: the two bare ones are the baselines."""
    figures = {}
    for name, command in (("AsyncApp", BARE), ("at once", AT_ONCE)):
        _say(f"the bare app: {name}")
        figures[name] = await _loaded(_workspace(scale), command, folder, scale)
    _say("sign-ups on the bare app")
    figures["at once"].signups = await signups.bare(folder, scale.crowd)
    for name, url in urls.items():
        _say(f"{scale.questions:,} questions into {name}")
        workspace = _workspace(scale)
        sample = corpus.fill(url, workspace, scale.questions)
        _say(f"Teachback on {name}")
        found = figures[name] = await _loaded(workspace, WHOLE, folder, scale, url)
        _say(f"looking up on {name}")
        database = Database.open(url)
        written = await database.read(lambda session: session.scalars(_COUNT).one()) - scale.questions
        if written != found.acknowledged:
            found.trouble.append(f"{found.acknowledged} asks were acknowledged, {written} are written")
        found.lookup_p95, found.matched = await _look_up(database, workspace, sample, scale.lookups)
        found.empty_read_p95 = await _empty_read(database, scale.lookups)
        await database.close()
        _say(f"sign-ups on {name}")
        found.signups = await signups.teachback(url, folder, scale.crowd)
        found.trouble += found.signups.trouble
    return figures


def _workspace(scale: Scale) -> Workspace:
    return plain(people=scale.people, channels=scale.channels)


async def _loaded(
    workspace: Workspace, command: tuple[str, ...], folder: Path, scale: Scale, url: str = ""
) -> Figures:
    """Starts a bot a few times, then puts it under both loads; posts go out meanwhile at Slack's pace."""
    starts = []
    for _ in range(scale.starts - 1):
        # Each with a Slack of its own, whose limits know nothing of the start before.
        async with (
            Sandbox(HERE / "manifest.yml", workspace=workspace) as sandbox,
            running(sandbox, command, folder, url) as bot,
        ):
            starts.append(bot.seconds_to_ready)
    async with Sandbox(HERE / "manifest.yml", workspace=workspace) as sandbox:
        async with running(sandbox, command, folder, url) as bot:
            starts.append(bot.seconds_to_ready)
            crowd = Crowd(sandbox, seed=7)
            first = await crowd.each_channel_once()
            steady = await crowd.steadily(A_SECOND, scale.seconds)
            flood = await crowd.at_once(IN_FLIGHT, scale.seconds)
            figures = Figures(
                to_ready=statistics.median(starts),
                p50=steady.quantile(0.5),
                p99=steady.quantile(0.99),
                rate=flood.rate,
                acknowledged=len(first.took) + len(steady.took) + len(flood.took),
                megabytes=bot.megabytes,
                posted=sum(call.method == "chat.postMessage" for call in sandbox.calls),
            )
        figures.trouble = [*_trouble(first, steady, flood), *bot.complaints[:3], *sandbox.complaints[:3]]
    return figures


def _trouble(*loads: Load) -> list[str]:
    return [f"{count} times {error}" for load in loads for error, count in load.wrong.items()]


async def _look_up(
    database: Database, workspace: Workspace, sample: list[str], lookups: int
) -> tuple[float, float]:
    """The p95 of looking for similar questions, half of them known in other words, and how many matched."""
    talk, chosen, channels = Talk(11), random.Random(11), list(workspace.channels)
    took, matched = [], 0
    for number in range(lookups + 20):
        asked = talk.rephrased(chosen.choice(sample)) if number % 2 else talk.question()
        seconds, known = await _timed(
            database, knowledge.similar, workspace.team_id, asked, here=channels[number % len(channels)]
        )
        if number >= 20:
            took.append(seconds)
            matched += bool(known)
    return _quantile(took, 0.95), matched / lookups


async def _empty_read(database: Database, times: int) -> float:
    took = [await _timed(database, lambda session: session.scalar(text("SELECT 1"))) for _ in range(times)]
    return _quantile([seconds for seconds, _ in took], 0.95)


async def _timed(
    database: Database, verb: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[float, Any]:
    began = time.perf_counter()
    result = await database.read(verb, *args, **kwargs)
    return time.perf_counter() - began, result


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _say(what: str) -> None:
    sys.stderr.write(f"… {what}\n")
