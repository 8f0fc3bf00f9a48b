"""Giving a lunch in a story, and seeing what becomes of it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import CommandResult, Message, Person
from tests.stories.company import Company

TITLE = "Kubernetes, gently"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def cards(company: Company, where: str = "#learning", title: str = TITLE) -> list[Message]:
    """The cards of lunches in a channel, oldest first."""
    channel = company.sandbox.workspace.channel(where)
    return [
        m for m in channel.top_level() if ("🎓" in m.all_text or "🚫" in m.all_text) and title in m.all_text
    ]


def noon(company: Company, who: Person, days: int = 3) -> datetime:
    """Noon on somebody's clock in so many days."""
    zone = ZoneInfo(who.user.tz)
    day = company.clock.now().astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(12), zone)


async def proposed(company: Company, who: Person, *, days: int = 3, **more: Any) -> Message:
    """Someone gives a lunch in some days, at noon on their clock; its card."""
    result = await who.types("#learning", "/teach lunch")
    assert isinstance(result, CommandResult)
    assert result.ok, result
    values = {
        "Title": TITLE,
        "Date": noon(company, who, days).date(),
        "Time": time(12),
        "Minutes": 45,
        **more,
    }
    sent = await who.submits(values)
    assert sent.ok, sent.errors
    assert who.modal is not None
    await who.closes()
    return (await company.sandbox.until(lambda: cards(company)))[0]


async def until(company: Company, at: datetime) -> None:
    """Time passes, and what falls due is done."""
    await company.passes(seconds=(at.astimezone(UTC) - company.clock.now()).total_seconds())
    assert company.service is not None
    company.service.loop.outbox.wake()


def shows(company: Company, card: Message, words: str) -> Any:
    return company.sandbox.until(lambda: words in company.card(card.ts).all_text)
