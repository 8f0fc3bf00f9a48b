"""What the demo's people teach and want to learn, and the lunches they give."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.stage import WHERE, Stage
from sandbox import CommandResult, Message

OFFERS = (
    ("dmitri", "postgres nine years of it, mostly on the wrong side of an index"),
    ("ben", "kubernetes I run ours"),
    ("jonas", "security ask before, not after"),
    ("emeka", "rust the borrow checker and I are friends now"),
    ("emeka", "security"),
    ("chiara", "feedback giving it, and asking for it"),
    ("freya", "figma"),
)
WISHES = (
    ("hugo", "rust"),
    ("liam", "rust"),
    ("indira", "rust"),
    ("kate", "sql"),
    ("ana", "feedback"),
    ("liam", "incident reviews"),
)


@dataclass(frozen=True, slots=True)
class Lunch:
    """A lunch, proposed so many `hours` ago for `days` after that, at `at` on its host's clock.

    `first` wished for it, hears of it before the channel does, and signs up.
    """

    hours: float
    host: str
    title: str
    takeaways: str
    days: int
    at: time
    place: str
    guests: tuple[str, ...]
    seats: int | None = None
    first: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a guest says afterwards."""

    who: str
    rating: str
    use: str
    missing: str = ""


PAST = Lunch(
    200,
    "ben",
    "Kubernetes, gently",
    "You can read a manifest, and find out why a pod does not start. #kubernetes",
    2,
    time(12, 30),
    "Room Aurora",
    ("ana", "hugo", "kate", "freya"),
)
OPINIONS = (
    Opinion("hugo", "5: I learned a lot", "kubectl describe, before I ask anybody.", "What a probe does."),
    Opinion("kate", "4", "I know now what the on-call people look at.", "Slower at the end, please."),
    Opinion("freya", "5: I learned a lot", "Drawing what runs where."),
)
FULL = Lunch(
    44,
    "dmitri",
    "Reading query plans together",
    "You read EXPLAIN without fear, and know the three things that make a query slow. #postgres",
    5,
    time(12),
    "Room Boreal",
    ("indira", "emeka", "hugo", "kate", "liam", "freya"),
    seats=4,
)
TOMORROW = Lunch(
    18,
    "chiara",
    "Feedback that helps",
    "Two sentences to begin with, and what to do when it goes wrong. #feedback",
    1,
    time(13),
    "https://meet.halden-moss.example/feedback",
    ("ben", "jonas"),
    first="ana",
    fields={"Repeat": "Every two weeks"},
)


def when(stage: Stage, lunch: Lunch, since: datetime) -> datetime:
    """When a lunch begins that is given at an instant, on its host's clock: on a weekday, unless tomorrow."""
    zone = ZoneInfo(stage.person(lunch.host).user.tz)
    day = since.astimezone(zone).date() + timedelta(days=lunch.days)
    while lunch.days > 1 and day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, lunch.at, zone)


async def offer(stage: Stage) -> None:
    """Several people say what they can teach, and what they would like to learn."""
    for who, words in OFFERS:
        await stage.person(who).types(WHERE, f"/teach {words}")
    for who, topic in WISHES:
        await stage.person(who).types(WHERE, f"/learn topic {topic}")


async def half_hour(stage: Stage) -> None:
    """Kate would like half an hour of Dmitri's time; he has not answered yet."""
    kate = stage.person("kate")
    found = await kate.types(WHERE, "/learn from postgres")
    assert isinstance(found, CommandResult)
    assert found.message is not None
    await kate.presses(found.message, "Ask for half an hour")


async def announce(stage: Stage, lunch: Lunch, *, day: datetime | None = None) -> Message:
    """A host gives a lunch, and people sign up until it is full, and wait; its card."""
    host = stage.person(lunch.host)
    date = when(stage, lunch, day or stage.now).date()
    before = len(stage.cards)
    await host.types(WHERE, "/teach lunch")
    repeats = {"Until": date + timedelta(weeks=6)} if "Repeat" in lunch.fields else {}
    result = await host.submits(
        {
            "Title": lunch.title,
            "What will people take away?": lunch.takeaways,
            "Date": date,
            "Time": lunch.at,
            "Seats": lunch.seats,
            "Place or link": lunch.place,
            **lunch.fields,
            **repeats,
        }
    )
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
    return card


async def take_place(stage: Stage, start: datetime) -> None:
    """Host and guests of the lunch that is over are reminded, and time goes by until it has ended."""
    for before, words in ((timedelta(days=1), "In a day:"), (timedelta(minutes=10), "In ten minutes:")):
        await stage.comes(start - before)
        for who in (PAST.host, *PAST.guests):
            await stage.hears(who, words)
    await stage.comes(start + timedelta(minutes=50))


async def look_back(stage: Stage, card: Message) -> None:
    """The lunch takes place; its guests say what they made of it, its host what there is to look back on."""
    host = stage.person(PAST.host)
    for opinion in OPINIONS:
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
    await stage.hears(PAST.host, "from 3 answers")
    await stage.until(lambda: "It's over" in card.all_text)
    await host.presses(card, "lunches.more", "Add recording or slides")
    await host.submits(
        {
            "Recording": "https://video.halden-moss.example/kubernetes-gently",
            "Slides": "https://slides.halden-moss.example/kubernetes-gently",
        }
    )
    await host.closes()
    await stage.until(lambda: any("Slides" in message.all_text for message in stage.thread(card)))
    await stage.until(lambda: "Slides" in card.all_text)
