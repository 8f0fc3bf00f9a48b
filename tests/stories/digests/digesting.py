"""The digest in a story: when it comes, what it shows, and what becomes of it."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.workspace import settings, weekly
from sandbox import CommandResult, Message, Person
from storage.models.outbox import Outbox
from storage.models.questions import Question
from tests.stories.company import Company

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 0, 30, tzinfo=UTC)
ADMINS = "#learning-admins"


async def choose(company: Company, **values: object) -> None:
    """An admin's settings."""

    def put(session: Session) -> None:
        team = company.sandbox.workspace.team_id
        settings.put(session, team, {"zone": "Europe/Lisbon", **values})
        weekly.arrange(session, team, at=company.clock.now())

    await company.database.run(put)


async def until(company: Company, at: datetime) -> None:
    """Time passes, and what falls due is done."""
    await company.passes(seconds=(at - company.clock.now()).total_seconds())
    assert company.service is not None
    company.service.wake()


def digests(company: Company, where: str = ADMINS) -> list[Message]:
    """The digests in a channel, oldest first."""
    return [m for m in company.sandbox.workspace.channel(where).top_level() if "Learning, " in m.all_text]


async def digest(company: Company, count: int = 1) -> Message:
    """The newest of so many digests."""
    return (await company.sandbox.until(lambda: len(digests(company)) >= count and digests(company)))[-1]


async def shows(company: Company, card: Message, words: str) -> None:
    where = company.sandbox.workspace.channel(ADMINS)
    await company.sandbox.until(lambda: words in where.messages[card.ts].all_text)


async def command(who: Person, text: str, where: str = "#learning") -> CommandResult:
    result = await who.types(where, text)
    assert isinstance(result, CommandResult)
    assert result.ok, result
    return result


async def wish(company: Company, topic: str = "rust") -> None:
    """Three people want to learn about a topic."""
    for who in (company.ana, company.kate, company.hugo):
        await command(who, f"/learn topic {topic}")


async def on_record(company: Company) -> None:
    """The cards that are in the channel are on record, so that replies to them are answers."""

    def waiting(session: Session) -> bool:
        return session.scalar(select(Question.id).where(Question.message_ts.is_(None))) is not None

    async with asyncio.timeout(5):
        while await company.database.read(waiting):
            pass


async def outcomes(company: Company, kind: str = "digests.weekly") -> list[tuple[str, str | None]]:
    """What became of the digests that were owed, or of their charts."""

    def look(session: Session) -> list[tuple[str, str | None]]:
        rows = session.execute(
            select(Outbox.state, Outbox.reason).where(Outbox.kind == kind).order_by(Outbox.id)
        )
        return [(state, reason) for state, reason in rows]

    return await company.database.read(look)


def titles(message: Message) -> list[str]:
    """What the charts of a message are called."""
    return [block["title"] for block in message.blocks if block["type"] == "data_visualization"]


async def make_admin(company: Company, who: Person) -> None:
    """Somebody becomes an admin."""
    await who.changes(is_admin=True)
    await company.settled()
