"""The page's clock goes from one thing that is due to the next, one journey after the other."""

import asyncio
import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.wires.time_travel import STRIDE
from tests.sandbox.page.test_page import Browser
from tests.sandbox.rawbot import RawBot, StillClock

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Life:
    """An app that only notes when it was looked at; `due` is what it knows of, `held` keeps it looking."""

    def __init__(self) -> None:
        self.clock = StillClock(NINE)
        self.looks: list[datetime] = []
        self.due: list[datetime] = []
        self.looking = asyncio.Event()
        self.held = asyncio.Event()
        self.held.set()

    async def live(self) -> datetime | None:
        self.looks.append(self.clock.now())
        self.looking.set()
        await self.held.wait()
        return min((one for one in self.due if one > self.clock.now()), default=None)


@pytest.fixture
def life() -> Life:
    return Life()


@pytest.fixture
async def slack(manifest: Path, life: Life) -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest, clock=life.clock, run_due=life.live) as sandbox:
        yield sandbox


@pytest.fixture
async def ana(slack: Sandbox) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        yield Browser(slack, session, "ana")


async def test_it_stops_at_each_thing_that_is_due_and_at_least_at_every_stride(
    ana: Browser, life: Life
) -> None:
    life.due = [NINE + timedelta(minutes=10), NINE + timedelta(minutes=11), NINE + timedelta(hours=3)]
    answer = await ana.post("clock", seconds=3600)
    assert answer == {"ok": True, "now": (NINE + HOUR).timestamp(), "until": None}
    minutes = [(one - NINE) / timedelta(minutes=1) for one in life.looks]
    assert minutes == [0, 10, 11, 11 + STRIDE / timedelta(minutes=1), 60]


async def test_what_waits_for_its_channel_is_waited_for_by_the_clock_that_moves(
    slack: Sandbox, ana: Browser, life: Life
) -> None:
    late = iter([NINE, NINE, None])

    async def live() -> datetime | None:
        life.looks.append(life.clock.now())
        return next(late, None)

    slack.time_travel._run_due = live
    await ana.post("clock", seconds=60)
    assert [(one - NINE).total_seconds() for one in life.looks] == [0, 1, 2, 60]


async def test_two_presses_at_once_are_one_after_the_other(ana: Browser, life: Life) -> None:
    first, second = await asyncio.gather(ana.post("clock", seconds=3600), ana.post("clock", seconds=3600))
    assert (first["now"], second["now"]) == ((NINE + HOUR).timestamp(), (NINE + 2 * HOUR).timestamp())
    assert life.looks == sorted(life.looks)


async def test_monday_pressed_twice_is_one_monday(ana: Browser, life: Life) -> None:
    monday = NINE + timedelta(days=7)
    await asyncio.gather(*(ana.post("clock", until=monday.timestamp()) for _ in range(2)))
    assert life.clock.now() == monday
    answer = await ana.post("clock", until=NINE.timestamp())
    assert answer["now"] == monday.timestamp()


async def test_every_page_sees_where_the_clock_is_on_its_way_to(
    slack: Sandbox, ana: Browser, life: Life
) -> None:
    life.held.clear()
    url = f"{slack.page_url}page/socket"
    async with ana.session.ws_connect(url, params={"as": slack.person("ben").id}) as ben:
        journey = asyncio.create_task(ana.post("clock", seconds=1200))
        await life.looking.wait()
        until = (NINE + timedelta(minutes=20)).timestamp()
        assert (await ana.get("snapshot"))["until"] == until
        life.held.set()
        await journey
        told = [await ben.receive_json() for _ in range(3)]
    assert told == [
        {"type": "clock", "now": NINE.timestamp(), "until": until},
        {"type": "clock", "now": until, "until": until},
        {"type": "clock", "now": until, "until": None},
    ]


async def test_who_presses_a_button_meanwhile_is_answered_before_time_flies_on(
    slack: Sandbox, ana: Browser, life: Life
) -> None:
    bot = RawBot(slack)
    await bot.connect()
    try:

        async def answer(_: dict[str, Any]) -> dict[str, str]:
            life.held.set()
            for _ in range(50):  # Time enough for the clock to move, if it did not wait.
                await asyncio.sleep(0)
            return {"text": f"{life.clock.now():%H:%M}"}

        bot.answers["slash_commands"] = answer
        life.held.clear()
        journey = asyncio.create_task(ana.post("clock", seconds=7200))
        await life.looking.wait()
        await ana.me.types("#learning", "/learn")
        await journey
        shown = [one.text for one in ana.me.sees("#learning") if one.ephemeral]
        assert shown == ["09:00"]
    finally:
        await bot.close()


async def test_a_journey_that_is_stopped_ends_where_it_is_and_so_do_those_that_wait(
    slack: Sandbox, ana: Browser, life: Life
) -> None:
    life.held.clear()
    journeys = [asyncio.create_task(ana.post("clock", seconds=86400)) for _ in range(2)]
    await life.looking.wait()
    stopping = asyncio.create_task(slack.time_travel.stop())
    await asyncio.sleep(0)
    life.held.set()
    await stopping
    assert [one["until"] for one in await asyncio.gather(*journeys)] == [None, None]
    assert life.clock.now() <= NINE + STRIDE


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"seconds": 367 * 86400}, "too_far"),
        ({"until": (NINE + timedelta(days=367)).timestamp()}, "too_far"),
        ({"seconds": math.inf}, "invalid_arguments"),
        ({"seconds": math.nan}, "invalid_arguments"),
        ({"seconds": 1e300}, "invalid_arguments"),
        ({"until": 1e300}, "invalid_arguments"),
        ({"until": "Monday"}, "invalid_arguments"),
        ({}, "invalid_arguments"),
    ],
)
async def test_a_place_that_is_no_place_is_refused(
    ana: Browser, life: Life, body: dict[str, Any], error: str
) -> None:
    assert (await ana.post("clock", **body))["error"] == error
    assert (life.clock.now(), life.looks) == (NINE, [])


async def test_a_clock_is_not_turned_back(ana: Browser, life: Life) -> None:
    assert (await ana.post("clock", seconds=-3600))["now"] == NINE.timestamp()


async def test_trouble_on_the_way_ends_the_journey_and_the_next_begins(
    slack: Sandbox, ana: Browser, life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> datetime | None:
        raise RuntimeError("oh")

    slack.time_travel._run_due = fails
    async with ana.session.post(
        f"{slack.page_url}page/clock", json={"as": ana.me.id, "seconds": 60}
    ) as answer:
        assert answer.status == 500
    assert slack.time_travel.until is None
    slack.time_travel._run_due = life.live
    assert (await ana.post("clock", seconds=60))["now"] == (NINE + timedelta(minutes=1)).timestamp()
