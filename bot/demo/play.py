"""A few days in a company's life, so that the demo's newcomer finds people who learn from each other."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.clock import MovableClock
from bot.demo import lessons, talk
from bot.demo.stage import Stage
from sandbox import Sandbox

OFFERS_HOURS, HALF_HOUR_HOURS = 190, 4
"""How long ago people said what they teach, and how long ago one of them was asked for half an hour."""


def turn_back(clock: MovableClock) -> datetime:
    """Moves the clock to where the played days begin, and returns the present (UTC) that they lead to.

    The bot begins after this: what it said in the present would hold those it goes to for days of play.
    """
    now = clock.now()
    clock.advance(-timedelta(hours=lessons.PAST.hours))
    return now


async def play(sandbox: Sandbox, clock: MovableClock, now: datetime) -> None:
    """Lets the company's people ask, answer, teach and sign up through the bot itself, over the last days.

    What is still to come after `now` is left to whoever looks.
    """
    stage = Stage(sandbox)
    start = lessons.when(stage, lessons.PAST, stage.now)
    past = await lessons.announce(stage, lessons.PAST)
    await stage.comes(_ago(now, OFFERS_HOURS))
    await lessons.offer(stage)
    await lessons.take_place(stage, start.astimezone(UTC))
    await lessons.look_back(stage, past)
    happenings: list[tuple[float, Callable[[], Awaitable[object]]]] = [
        *((one.hours, partial(talk.happens, stage, one)) for one in talk.TALK),
        (lessons.FULL.hours, partial(lessons.announce, stage, lessons.FULL)),
        (lessons.TOMORROW.hours, partial(lessons.announce, stage, lessons.TOMORROW, day=now)),
        (HALF_HOUR_HOURS, partial(lessons.half_hour, stage)),
    ]
    for hours, happens in sorted(happenings, key=lambda one: -one[0]):
        await stage.comes(_ago(now, hours))
        await happens()
    await stage.comes(stage.now - clock.ahead)
    sandbox.advance(-clock.ahead)


def _ago(now: datetime, hours: float) -> datetime:
    return now - timedelta(hours=hours)
