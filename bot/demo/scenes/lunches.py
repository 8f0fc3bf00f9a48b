"""Lunches in the demo: who gave which, who came, and what they made of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.scene import Past, Played, Scene
from bot.demo.shapes import Ago, Moment, Name, Shape, Story
from bot.demo.stage import WHERE, Stage
from bot.demo.timeline import Timeline
from learning.core.sockets.order import Shelf
from learning.lunches import afterwards, announcements, proposals, seats
from sandbox import Message


class Rating(Shape):
    """What a guest of the weeks before made of a lunch: `stars` of 5, and what they will use."""

    who: Name
    stars: int
    use: str


class Given(Shape):
    """A lunch that was given, proposed six days before; `teachers` would teach it themselves since."""

    when: Moment
    host: Name
    title: str
    takeaways: str
    place: str
    seats: int
    guests: tuple[Name, ...]
    feedback: tuple[Rating, ...] = ()
    teachers: tuple[Name, ...] = ()


class Opinion(Shape):
    """What a guest says afterwards, as the form asks it."""

    who: Name
    rating: str
    use: str
    missing: str = ""


class LookingBack(Shape):
    """What there is to look back on when a lunch is over."""

    feedback: tuple[Opinion, ...]
    recording: str
    slides: str


class Proposed(Ago):
    """A lunch proposed for so many `days` later, on a weekday (tomorrow without any), at its host's `clock`.

    `first` wished for it, hears of it before the channel does, and signs up.
    """

    host: Name
    title: str
    takeaways: str
    days: int | None = None
    clock: time
    place: str
    guests: tuple[Name, ...]
    seats: int | None = None
    first: Name = ""
    repeat: str = ""
    over: LookingBack | None = None


class Lunches(Story):
    """Lunches of the weeks before and of the last days."""

    past: tuple[Given, ...]
    days: tuple[Proposed, ...]


def past(timeline: Timeline, story: Lunches, now: datetime) -> Iterator[Past]:
    """How each lunch was proposed, took place, and was taught on."""
    for given in story.past:
        noon = given.when.before(now)
        lunch: list[int] = []
        yield noon - timedelta(days=6), partial(_proposes, timeline, given, noon, lunch)
        yield noon + timedelta(hours=3), partial(_took_place, timeline, given, lunch)
        yield noon + timedelta(days=15), partial(_teaches, timeline, given, lunch)


def _proposes(timeline: Timeline, given: Given, noon: datetime, lunch: list[int], *, at: datetime) -> None:
    """Someone gives a lunch, and people sign up; `lunch` gets its number."""
    zone = timeline.user(given.host).tz
    local = noon.astimezone(ZoneInfo(zone))
    wanted = proposals.plan(
        given.title,
        given.takeaways,
        on=local.date().isoformat(),
        clock=local.strftime("%H:%M"),
        zone=zone,
        minutes="45",
        seats=str(given.seats),
        place=given.place,
        channel_id=timeline.channel(WHERE).id,
        at=at,
    )
    proposed = proposals.propose(
        timeline.session,
        timeline.workspace_id,
        timeline.id(given.host),
        wanted,
        request_key=timeline.key(),
        at=at,
    )
    lunch.append(proposed.card.lunch_id)
    announcements.announce(timeline.session, at=at)
    timeline.comes(at)
    for guest in given.guests:
        seats.join(timeline.session, timeline.workspace_id, timeline.id(guest), lunch[0], at=at)
    timeline.comes(at + timedelta(minutes=5))


def _took_place(timeline: Timeline, given: Given, lunch: list[int], *, at: datetime) -> None:
    """Its host says who was there, they what they made of it."""
    session, workspace_id, (lunch_id,) = timeline.session, timeline.workspace_id, lunch
    timeline.comes(at)
    there = [timeline.id(guest) for guest in given.guests]
    afterwards.confirm(session, workspace_id, timeline.id(given.host), lunch_id, there, at=at)
    for one in given.feedback:
        guest = timeline.id(one.who)
        afterwards.was_there(session, workspace_id, guest, lunch_id, there=True, at=at)
        afterwards.rate(session, workspace_id, guest, lunch_id, one.stars, use=one.use, at=at)
    timeline.comes(at)


def _teaches(timeline: Timeline, given: Given, lunch: list[int], *, at: datetime) -> None:
    """Two weeks later some of those who learned would teach it."""
    timeline.comes(at)
    for who in given.teachers:
        member_id = timeline.id(who)
        afterwards.teach(timeline.session, timeline.workspace_id, member_id, lunch[0], teaches=True, at=at)
    timeline.comes(at)


def days(stage: Stage, story: Lunches, now: datetime) -> Iterator[Played]:
    """Lunches that are proposed over the last days; one of them takes place, and is looked back at."""
    for lunch in story.days:
        start = _start(stage, lunch, now)
        yield lunch.before(now), partial(_announce, stage, lunch, start)
        if lunch.over is not None:
            yield (
                start.astimezone(UTC) - timedelta(days=1),
                partial(_takes_place, stage, lunch, start.astimezone(UTC), lunch.over),
            )


def _start(stage: Stage, lunch: Proposed, now: datetime) -> datetime:
    """When a lunch begins, on its host's clock."""
    zone = ZoneInfo(stage.person(lunch.host).user.tz)
    if lunch.days is None:
        return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), lunch.clock, zone)
    day = lunch.before(now).astimezone(zone).date() + timedelta(days=lunch.days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, lunch.clock, zone)


async def _announce(stage: Stage, lunch: Proposed, start: datetime) -> None:
    """A host gives a lunch, and people sign up until it is full, and wait."""
    host = stage.person(lunch.host)
    before = len(stage.cards)
    await host.types(WHERE, "/teach lunch")
    form: dict[str, Any] = {
        "Title": lunch.title,
        "What will people take away?": lunch.takeaways,
        "Date": start.date(),
        "Time": lunch.clock,
        "Seats": lunch.seats,
        "Place or link": lunch.place,
    }
    if lunch.repeat:
        form |= {"Repeat": lunch.repeat, "Until": start.date() + timedelta(weeks=6)}
    result = await host.submits(form)
    assert result.ok, result
    await host.closes()
    if lunch.first:
        news = await stage.hears(lunch.first, "You hear of it first")
        await stage.person(lunch.first).presses(news, "Sign up")
        stage.passes(timedelta(minutes=2))
    await stage.until(lambda: len(stage.cards) > before)
    card = stage.cards[before]
    for guest in lunch.guests:
        stage.passes(timedelta(minutes=3))
        await stage.person(guest).presses(card, "Sign up")
    for guest in lunch.guests[: lunch.seats]:
        await stage.gets_file(guest, lunch.title)
    many = len(lunch.guests) + bool(lunch.first)
    said = f"{many} signed up"
    if lunch.seats:
        said = f"{lunch.seats} of {lunch.seats} seats, {many - lunch.seats} waiting"
    await stage.until(lambda: said in card.all_text)


async def _takes_place(stage: Stage, lunch: Proposed, start: datetime, over: LookingBack) -> None:
    """Host and guests are reminded, time goes by until it has ended, and they say what they made of it."""
    for before, words in ((timedelta(days=1), "In a day:"), (timedelta(minutes=10), "In ten minutes:")):
        await stage.comes(start - before)
        for who in (lunch.host, *lunch.guests):
            await stage.hears(who, words)
    await stage.comes(start + timedelta(minutes=50))
    card = next(one for one in reversed(stage.cards) if lunch.title in one.all_text)
    await _look_back(stage, lunch, over, card)


async def _look_back(stage: Stage, lunch: Proposed, over: LookingBack, card: Message) -> None:
    """Guests say what they made of a lunch, its host what there is to look back on."""
    for opinion in over.feedback:
        guest = stage.person(opinion.who)
        await guest.presses(await stage.hears(opinion.who, "Were you there?"), "I was there")
        await guest.presses(await stage.hears(opinion.who, "What did you make of it?"), "Give feedback")
        await guest.submits(
            {
                "How was it?": opinion.rating,
                "What will you use?": opinion.use,
                "What was missing?": opinion.missing,
            }
        )
        await guest.closes()
    await stage.hears(lunch.host, f"from {len(over.feedback)} answers")
    await stage.until(lambda: "It's over" in card.all_text)
    host = stage.person(lunch.host)
    await host.presses(card, "lunches.more", "Add recording or slides")
    await host.submits({"Recording": over.recording, "Slides": over.slides})
    await host.closes()
    await stage.until(lambda: any("Slides" in message.all_text for message in stage.thread(card)))
    await stage.until(lambda: "Slides" in card.all_text)


FEATURE = Scene(shelf=Shelf.GATHER, story=Lunches, past=past, days=days)
