"""Circles in the demo: who met, and what was said in each round."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.demo.scene import Past, Scene
from bot.demo.shapes import DAYS, Day, Line, Name, Shape, Story, monday
from bot.demo.timeline import Timeline
from learning.circles import facilitating, membership, plans, replies
from learning.core.sockets.order import Shelf
from learning.core.sockets.threads import Reply
from sandbox import Channel
from storage.models.circles import Round

WEEKS = {"weekly": 1, "fortnightly": 2}


class Met(Shape):
    """A circle since so many `weeks`, at its facilitator's `clock`, and what was said in each round."""

    weeks: int
    name: str
    topic: str
    facilitator: Name
    repeat: Literal["weekly", "fortnightly"]
    day: Day
    clock: time
    kinds: tuple[str, ...]
    members: tuple[Name, ...]
    rounds: tuple[tuple[Line, ...], ...]


class Circles(Story):
    """Circles of the weeks before; all `fans` like the first reply of a round, one fewer the second."""

    fans: tuple[Name, ...]
    past: tuple[Met, ...]


def past(timeline: Timeline, story: Circles, now: datetime) -> Iterator[Past]:
    """How each circle began, and its rounds."""
    channel = timeline.channel(story.settings["circles_channel"])
    for met in story.past:
        zone = ZoneInfo(timeline.user(met.facilitator).tz)
        begun = monday(now, met.weeks)
        circle: list[int] = []
        yield begun + timedelta(hours=8), partial(_begins, timeline, met, channel, begun, zone, circle)
        apart = timedelta(weeks=WEEKS[met.repeat])
        first = datetime.combine(begun.date() + timedelta(days=DAYS.index(met.day)), met.clock, zone)
        # Of the newest round, in which nobody has spoken yet, only the prompt goes out.
        for number in range(met.weeks + 1):
            asked = (first + number * apart).astimezone(UTC)
            said = next(iter(met.rounds[number:]), ())
            yield (
                asked + timedelta(minutes=1),
                partial(_round, timeline, channel, circle, said, story.fans),
            )
            yield asked + timedelta(days=1, minutes=2), timeline.comes


def _begins(
    timeline: Timeline,
    met: Met,
    channel: Channel,
    begun: datetime,
    zone: ZoneInfo,
    circle: list[int],
    *,
    at: datetime,
) -> None:
    """The facilitator begins a circle, and people join; `circle` gets its number."""
    wanted = plans.plan(
        met.name,
        topic=met.topic,
        channel_id=channel.id,
        repeat=met.repeat,
        weekday=DAYS.index(met.day),
        clock=f"{met.clock:%H:%M}",
        zone=zone.key,
        start=begun.date().isoformat(),
        kinds=met.kinds,
        at=at,
    )
    facts = facilitating.begin(
        timeline.session,
        timeline.workspace_id,
        timeline.id(met.facilitator),
        wanted,
        request_key=timeline.key(),
        at=at,
    )
    circle.append(facts.circle_id)
    for name in met.members:
        membership.join(timeline.session, timeline.workspace_id, timeline.id(name), facts.circle_id, at=at)
    timeline.comes(at)


def _round(
    timeline: Timeline,
    channel: Channel,
    circle: list[int],
    said: tuple[Line, ...],
    fans: tuple[str, ...],
    *,
    at: datetime,
) -> None:
    """The circle's prompt goes out, and some of its members speak; the first is liked most."""
    timeline.comes(at)
    newest = select(Round).where(Round.circle_id == circle[0], Round.message_ts.is_not(None))
    row = timeline.session.scalars(newest.order_by(Round.due_at.desc()).limit(1)).one()
    assert row.message_ts is not None
    for number, line in enumerate(said):
        spoken = at + timedelta(minutes=20 * (number + 1))
        likes = fans[: max(0, len(fans) - number)]
        ts = timeline.reply(line.who, line.text, channel, row.message_ts, at=spoken, likes=likes)
        reply = Reply(
            channel_id=row.channel_id,
            thread_ts=row.message_ts,
            ts=ts,
            author_id=timeline.id(line.who),
            text=line.text,
            reactions=len(likes),
            spoken_at=spoken,
        )
        replies.heard(timeline.session, timeline.workspace_id, row.id, reply)
    timeline.comes(at + timedelta(hours=2))


FEATURE = Scene(shelf=Shelf.TALK, story=Circles, past=past)
