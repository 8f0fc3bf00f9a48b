"""A few days in a company's life, so that the demo's newcomer finds people who learn from each other."""

from datetime import datetime, timedelta

from bot.clock import MovableClock
from bot.demo import scene
from bot.demo.stage import Stage
from sandbox import Sandbox


def turn_back(clock: MovableClock) -> datetime:
    """Moves the clock to where the played days begin, and returns the present (UTC) that they lead to.

    The bot begins after this: what it said in the present would hold those it goes to for days of play.
    """
    now = clock.now()
    clock.advance(-timedelta(hours=scene.common().played_hours))
    return now


async def play(sandbox: Sandbox, clock: MovableClock, now: datetime) -> None:
    """Lets the company's people ask, answer, teach and sign up through the bot itself, over the last days.

    What is still to come after `now` is left to whoever looks.
    """
    stage = Stage(sandbox)
    played = [event for part in scene.parts(sandbox) for event in part.scene.days(stage, part.story, now)]
    for instant, happens in sorted(played, key=lambda event: event[0]):
        await stage.comes(instant)
        await happens()
    await stage.comes(stage.now - clock.ahead)
    sandbox.advance(-clock.ahead)
