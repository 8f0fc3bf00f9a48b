"""Bots are killed in the midst of things; what they promised is kept all the same, and said once.

The moments are random (seeded, but machines differ), the outcome is certain.
"""

import asyncio
from pathlib import Path

import pytest

from tests.chaos.fleet import CHANNELS, EACH, Fleet

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]

ALL = 2 * CHANNELS * EACH
"""Every command answered and every card posted."""
CALLS = ("chat.postMessage", "chat.update", "conversations.history", "conversations.open")


def moments(fleet: Fleet, count: int) -> list[int]:
    """Where in the course of things to strike."""
    return sorted(fleet.random.sample(range(ALL // 20, ALL * 9 // 10), count))


async def test_a_bot_that_is_killed_again_and_again_keeps_every_promise(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Fleet(sqlite_url, tmp_path, seed=1) as fleet:
        await fleet.starts()
        asking = asyncio.create_task(fleet.asks())
        for moment in moments(fleet, 4):
            await fleet.reaches(moment)
            await fleet.kills()
            await fleet.starts()
        await asking
        await fleet.eventually(fleet.settled, 40)
        await fleet.closes()
        await fleet.accounts()
        assert await fleet.reasons() == []


async def test_three_bots_on_one_postgres_keep_every_promise_whichever_is_killed(
    postgres_url: str, tmp_path: Path
) -> None:
    async with Fleet(postgres_url, tmp_path, seed=2) as fleet:
        await asyncio.gather(fleet.starts(), fleet.starts(), fleet.starts())
        await fleet.sandbox.until(lambda: fleet.sandbox.sockets.count == 3, timeout=30)
        asking = asyncio.create_task(fleet.asks())
        for turn, moment in enumerate(moments(fleet, 5)):
            await fleet.reaches(moment)
            # One of the five is asked to go, as an upgrade asks; its commands in hand are still answered.
            await (fleet.retires() if turn == 2 else fleet.kills())
            await fleet.starts()
        await asking
        await fleet.eventually(fleet.settled, 40)
        await fleet.closes()
        await fleet.accounts()
        assert await fleet.reasons() == []


async def test_a_slack_that_fails_one_call_in_five_changes_nothing_of_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Fleet(sqlite_url, tmp_path, seed=3) as fleet:
        fleet.sandbox.faults.rate(
            0.2, ("ratelimited", "server_error", "drop_after", "timeout"), methods=CALLS, seed=3
        )
        await fleet.starts()
        asking = asyncio.create_task(fleet.asks())
        await fleet.reaches(ALL // 2)
        await fleet.kills()
        await fleet.starts()
        await asking
        await fleet.reaches(ALL * 19 // 20)
        # The unluckiest messages may come late, but not for ever.
        fleet.sandbox.faults.clear()
        await fleet.eventually(fleet.settled, 60)
        await fleet.closes()
        await fleet.accounts()
        assert await fleet.reasons() == []
