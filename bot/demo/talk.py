"""What the demo's people asked over the last days, and what they answered."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.demo.stage import WHERE, Stage
from sandbox import Message


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, so many `hours` ago, and what came of it; `accepts` counts replies from 0."""

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
        70,
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
        50,
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
        45,
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
        26,
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
        20,
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
        2,
        "jonas",
        "Who has run a tabletop security exercise with people outside engineering? #security",
        followers=("chiara",),
    ),
)


async def happens(stage: Stage, exchange: Exchange) -> None:
    """Someone asks, others reply, and the asker may accept a reply."""
    asker = stage.person(exchange.asker)
    before = len(stage.cards)
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
    await stage.until(lambda: len(stage.cards) > before)
    card = stage.cards[before]
    replies = []
    for name, words in exchange.replies:
        stage.passes(timedelta(minutes=7))
        replies.append(await stage.person(name).types(WHERE, words, thread=card))
        await stage.until(lambda: f"{len(replies)} repl" in card.all_text)
    for name in exchange.followers:
        await stage.person(name).presses(card, "questions.follow")
    if exchange.accepts is not None:
        stage.passes(timedelta(minutes=9))
        accepted = replies[exchange.accepts]
        assert isinstance(accepted, Message)
        await asker.reacts(accepted, "white_check_mark")
        await stage.until(lambda: "Answered" in card.all_text)
