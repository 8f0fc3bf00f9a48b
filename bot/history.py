"""A few days' talk, so that the demo's newcomer finds a company that already learns from each other."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from sandbox import Message, Sandbox

WHERE = "#learning"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, `hours` after the one before, and what came of it; `accepts` counts replies from 0."""

    hours: float
    asker: str
    question: str
    replies: tuple[tuple[str, str], ...] = ()
    accepts: int | None = None
    followers: tuple[str, ...] = ()
    anonymous: bool = False
    details: str = ""
    topics: tuple[str, ...] = field(default=())


TALK = (
    Exchange(
        0,
        "hugo",
        "How do I see which feature flags are on in production? #releases",
        (
            ("jonas", "I always ask the person on call, but there must be something better."),
            (
                "emeka",
                "`flagctl list --env prod` shows them all, with who switched each one and when. You need the "
                "read-only role, which everyone in engineering has.",
            ),
        ),
        accepts=1,
        followers=("liam",),
    ),
    Exchange(
        20,
        "kate",
        "What belongs into a handover for the night shift? #support",
        (
            (
                "liam",
                "Three lines are enough: what is still open, what you promised to whom, and what to watch. "
                "Links rather than screenshots.",
            ),
        ),
        accepts=0,
        followers=("freya", "hugo"),
    ),
    Exchange(
        5,
        "indira",
        "How do I query the events table without scanning all of it? #postgres",
        (
            (
                "dmitri",
                "Always filter on `day`: it is the partition key. `WHERE day BETWEEN '2026-03-01' AND "
                "'2026-03-07'` reads seven partitions instead of nine hundred.",
            ),
            ("ben", "And EXPLAIN first. If it says Seq Scan on events, stop."),
        ),
        accepts=0,
        followers=("hugo",),
    ),
    Exchange(
        19,
        "freya",
        "How do you prepare for a first performance review?",
        (
            (
                "chiara",
                "Write down three things you are proud of and one you would do differently, with an example "
                "each. Bring a question, too: it is a conversation.",
            ),
        ),
        anonymous=True,
        details="It is in two weeks, and I don't know what is expected of me.",
        topics=("feedback",),
    ),
    Exchange(
        6,
        "emeka",
        "How can a service rotate its database password without downtime? #security #postgres",
        (
            (
                "jonas",
                "Give it two users and swap between them: create the second, roll it out, then change the "
                "first. Never change the one in use.",
            ),
        ),
        accepts=0,
    ),
    Exchange(
        18,
        "jonas",
        "Who has run a tabletop security exercise with people outside engineering? #security",
        followers=("chiara",),
    ),
)


async def play(sandbox: Sandbox, clock: Clock) -> None:
    """Lets the company's people ask and answer through the bot itself, over the last few days."""
    length = timedelta(hours=sum(exchange.hours for exchange in TALK) + 2)
    clock.advance(-length)
    for exchange in TALK:
        sandbox.advance(timedelta(hours=exchange.hours))
        await _exchange(sandbox, exchange)
    sandbox.advance(-clock.ahead)


async def _exchange(sandbox: Sandbox, exchange: Exchange) -> None:
    before = len(_cards(sandbox))
    asker = sandbox.person(exchange.asker)
    if exchange.anonymous:
        await asker.types(WHERE, "/learn")
        await asker.submits(
            {
                "Your question": exchange.question,
                "Details": exchange.details,
                "Topics": list(exchange.topics),
                "Your name": ["Ask without my name"],
            }
        )
    else:
        await asker.types(WHERE, f"/learn {exchange.question}")
    await _settled(sandbox, lambda: len(_cards(sandbox)) > before)
    card = _cards(sandbox)[before]
    replies = []
    for name, words in exchange.replies:
        sandbox.advance(timedelta(minutes=7))
        reply = await sandbox.person(name).types(WHERE, words, thread=card)
        replies.append(reply)
        await _settled(sandbox, lambda: _says(card, f"{len(replies)} repl"))
    for name in exchange.followers:
        await sandbox.person(name).presses(card, "questions.follow")
    if exchange.accepts is not None:
        sandbox.advance(timedelta(minutes=9))
        accepted = replies[exchange.accepts]
        assert isinstance(accepted, Message)
        await asker.reacts(accepted, "white_check_mark")
        await _settled(sandbox, lambda: _says(card, "Answered"))


async def _settled(sandbox: Sandbox, shown: Callable[[], bool]) -> None:
    """Waits until the channel shows it: one thing a second is said there, on the clock that moves here."""
    for _ in range(300):
        sandbox.advance(timedelta(seconds=2))
        with suppress(AssertionError):
            await sandbox.until(shown, 0.05)
            return
    await sandbox.until(shown, 15)


def _says(card: Message, words: str) -> bool:
    return words in card.all_text


def _cards(sandbox: Sandbox) -> list[Message]:
    bot = sandbox.workspace.bot.id
    return [one for one in sandbox.workspace.channel(WHERE).top_level() if one.user == bot]
