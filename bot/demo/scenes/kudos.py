"""Kudos in the demo: who thanked whom."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.demo.scene import Past, Scene
from bot.demo.shapes import Moment, Name, Shape, Story
from bot.demo.timeline import Timeline
from learning.core.sockets.order import Shelf
from learning.kudos import kudos


class Thanked(Shape):
    """Someone thanked others."""

    when: Moment
    who: Name
    to: tuple[Name, ...]
    reason: str


class Kudos(Story):
    """Thanks of the weeks before."""

    past: tuple[Thanked, ...]


def past(timeline: Timeline, story: Kudos, now: datetime) -> Iterator[Past]:
    """Who thanked whom in the weeks before, in the channel for that."""
    channel_id = timeline.channel(story.settings["kudos_channel"]).id
    for thanked in story.past:
        yield thanked.when.before(now), partial(_thanks, timeline, thanked, channel_id)


def _thanks(timeline: Timeline, thanked: Thanked, channel_id: str, *, at: datetime) -> None:
    kudos.give(
        timeline.session,
        timeline.workspace_id,
        timeline.id(thanked.who),
        [timeline.id(name) for name in thanked.to],
        kudos.word(thanked.reason),
        here=channel_id,
        request_key=timeline.key(),
        at=at,
    )
    timeline.comes(at)


FEATURE = Scene(shelf=Shelf.THANK, story=Kudos, past=past)
