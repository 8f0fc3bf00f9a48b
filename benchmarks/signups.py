"""Five hundred people press Sign up on a lunch with fifty seats: within ten seconds, then all at once."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psycopg
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from benchmarks.bare import CARD
from benchmarks.bots import AT_ONCE, HERE, WHOLE, running
from benchmarks.load import Load
from sandbox import Message, Person, Sandbox
from sandbox.state import operations
from sandbox.state.fixtures import plain
from storage.engine.database import Database
from storage.models.activity_log import LogEntry
from storage.models.lunches import Lunch, Seat

CHANNEL = "#c1"
IN_FLIGHT = 32
SIGN_UP = "lunches.join"
TITLES = ("Steady", "Flood")


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many press, for how many seats, within how many seconds."""

    people: int = 500
    seats: int = 50
    seconds: float = 10.0


@dataclass(slots=True)
class Signups:
    """What it came to: seconds to an acknowledgement, presses a second at most, updates of a card."""

    p50: float
    p99: float
    rate: float
    updates: int = 0
    trouble: list[str] = field(default_factory=list)


async def bare(folder: Path, crowd: Crowd) -> Signups:
    """The same presses on an app that acknowledges each, and does nothing else."""
    async with (
        Sandbox(HERE / "manifest.yml", workspace=plain(people=crowd.people + 1)) as sandbox,
        running(sandbox, AT_ONCE, folder),
    ):
        bot, channel = sandbox.workspace.bot.id, sandbox.workspace.channel(CHANNEL)
        card = operations.post(sandbox, channel, bot, "A lunch", CARD)
        return _figures(*await _both(sandbox, [card, card], crowd))


async def teachback(url: str, folder: Path, crowd: Crowd) -> Signups:
    """The presses on Teachback, with an empty database beside the one at `url`.

    Afterwards the seats, the waitlist and the card are exactly what they must be.
    """
    url = _beside(url)
    async with (
        Sandbox(HERE / "manifest.yml", workspace=plain(people=crowd.people + 1)) as sandbox,
        running(sandbox, WHOLE, folder, url) as bot,
    ):
        cards = [await _lunch(sandbox, title, crowd.seats) for title in TITLES]
        found = _figures(*await _both(sandbox, cards, crowd))
        full = f"{crowd.seats} of {crowd.seats} seats, {crowd.people - crowd.seats} waiting"
        await sandbox.until(lambda: all(full in card.all_text for card in cards), 60)
        found.updates = sum(
            call.method == "chat.update" and call.args.get("ts") == cards[0].ts for call in sandbox.calls
        )
        found.trouble += [*bot.complaints[:3], *sandbox.complaints[:3]]
    database = Database.open(url)
    for title in TITLES:
        found.trouble += await database.read(_wrong, title, crowd)
    await database.close()
    return found


def _beside(url: str) -> str:
    """Another database, in which no message waits to be said."""
    there = make_url(url)
    other = there.set(database=f"{there.database}_signups")
    if there.get_backend_name() == "postgresql":
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as raw:
            raw.execute(f'CREATE DATABASE "{other.database}"'.encode())
    return other.render_as_string(hide_password=False)


async def _lunch(sandbox: Sandbox, title: str, seats: int) -> Message:
    host = sandbox.person("p1")
    await host.types(CHANNEL, "/teach lunch")
    tomorrow = (sandbox.clock.now() + timedelta(days=1)).date()
    sent = await host.submits({"Title": title, "Date": tomorrow, "Seats": seats})
    assert sent.ok, sent.errors
    await host.closes()
    channel = sandbox.workspace.channel(CHANNEL)
    return (await sandbox.until(lambda: [one for one in channel.top_level() if title in one.all_text]))[0]


async def _both(sandbox: Sandbox, cards: list[Message], crowd: Crowd) -> tuple[Load, Load]:
    """Everybody at an instant of their own within the time, then everybody, so many at once."""
    people = [sandbox.person(f"p{number}") for number in range(2, crowd.people + 2)]
    steady, flood, clock = Load(), Load(), asyncio.get_running_loop().time
    chance, began = random.Random(7), clock()

    async def within_the_time(person: Person) -> None:
        await asyncio.sleep(chance.random() * crowd.seconds)
        await _press(person, cards[0], steady)

    await asyncio.gather(*map(within_the_time, people))
    steady.seconds = clock() - began
    began, rest = clock(), iter(people)

    async def one_after_the_other() -> None:
        for person in rest:
            await _press(person, cards[1], flood)

    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    flood.seconds = clock() - began
    return steady, flood


async def _press(person: Person, card: Message, load: Load) -> None:
    began = time.perf_counter()
    outcome = await person.presses(card, SIGN_UP)
    if outcome.ok:
        load.took.append(time.perf_counter() - began)
    else:
        load.wrong[outcome.error] += 1


def _figures(steady: Load, flood: Load) -> Signups:
    wrong = [
        f"{count} times {error} at sign-up" for one in (steady, flood) for error, count in one.wrong.items()
    ]
    return Signups(steady.quantile(0.5), steady.quantile(0.99), flood.rate, trouble=wrong)


def _wrong(session: Session, title: str, crowd: Crowd) -> list[str]:
    """What is not as it must be: the first have the seats, the rest wait, all in the order of the log."""
    lunch = session.scalars(select(Lunch.id).where(Lunch.title == title).order_by(Lunch.id.desc())).first()
    seats = session.execute(
        select(Seat.member_id, Seat.state).where(Seat.lunch_id == lunch).order_by(Seat.place)
    ).all()
    log = session.scalars(
        select(LogEntry.actor_id)
        .where(
            LogEntry.subject_kind == "lunch",
            LogEntry.subject_id == lunch,
            LogEntry.verb.in_(("joined", "waited")),
        )
        .order_by(LogEntry.id)
    ).all()
    states = [state for _, state in seats]
    wrong = []
    if states != ["going"] * crowd.seats + ["waiting"] * (crowd.people - crowd.seats):
        wrong.append(f"{title}: {states.count('going')} have a seat and {states.count('waiting')} wait")
    if [member for member, _ in seats] != list(log):
        wrong.append(f"{title}: the waitlist is not in the order of the log")
    return wrong
