"""Teaching in the demo: what people say that they can teach, and would like to learn."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.demo.scene import Played, Scene
from bot.demo.shapes import Ago, Line, Name, Shape, Story
from bot.demo.stage import WHERE, Stage
from learning.core.sockets.order import Shelf


class Wish(Shape):
    """Someone would like to learn about a topic."""

    who: Name
    topic: str


class Teaching(Story, Ago):
    """Offers, each a topic and a few words, and wishes."""

    offers: tuple[Line, ...]
    wishes: tuple[Wish, ...]


def days(stage: Stage, story: Teaching, now: datetime) -> Iterator[Played]:
    """Several people say what they can teach, and what they would like to learn."""
    yield story.before(now), partial(_offer, stage, story)


async def _offer(stage: Stage, story: Teaching) -> None:
    for offer in story.offers:
        await stage.person(offer.who).types(WHERE, f"/teach {offer.text}")
    for wish in story.wishes:
        await stage.person(wish.who).types(WHERE, f"/learn topic {wish.topic}")


FEATURE = Scene(shelf=Shelf.TEACH, story=Teaching, days=days)
