"""Half hours in the demo: someone would like some of a teacher's time, who has not answered yet."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.demo.scene import Played, Scene
from bot.demo.shapes import Ago, Name, Story
from bot.demo.stage import WHERE, Stage
from learning.core.sockets.order import Shelf
from sandbox import CommandResult


class HalfHour(Story, Ago):
    """Someone asks whoever teaches a topic best."""

    who: Name
    topic: str


def days(stage: Stage, story: HalfHour, now: datetime) -> Iterator[Played]:
    """One half hour that is asked for."""
    yield story.before(now), partial(_ask, stage, story)


async def _ask(stage: Stage, story: HalfHour) -> None:
    learner = stage.person(story.who)
    found = await learner.types(WHERE, f"/learn from {story.topic}")
    assert isinstance(found, CommandResult)
    assert found.message is not None
    await learner.presses(found.message, "Ask for half an hour")


FEATURE = Scene(shelf=Shelf.PAIR, story=HalfHour, days=days)
