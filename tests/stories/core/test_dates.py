"""Dates in the words of whoever reads them; in a channel, in nobody's."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from learning.workspace import people
from sandbox import CommandResult
from storage.engine.database import Busy, Database
from tests.stories.company import Company
from tests.stories.home.test_home import home
from tests.stories.lunches.lunching import cards, noon, proposed, until

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """Ana works in Berlin, and her Slack speaks German."""
    opened = Company(sqlite_url, at=TUESDAY_TEN)
    opened.ana.user.tz, opened.ana.user.locale = "Europe/Berlin", "de-DE"
    async with opened:
        await opened.ben.changes(tz="UTC")
        await opened.settled()
        yield opened


async def test_a_lunch_is_told_in_the_words_of_each_reader_and_of_nobody_in_its_channel(
    company: Company,
) -> None:
    ana, german = company.ana, "|Freitag, 13. März 2026 at 13:00>"
    card = await proposed(company, company.ben, days=3)
    assert "|2026-03-13 12:00 (UTC)>" in card.all_text
    listed = await ana.types("#learning", "/learn lunches")
    assert isinstance(listed, CommandResult)
    assert listed.message is not None
    assert german in listed.message.all_text
    await ana.presses(card, "Sign up")
    assert german in (await company.whispered(ana, "You're in")).all_text
    assert german in (await home(company, ana, "Coming up")).all_text
    await until(company, noon(company, company.ben, 3) - timedelta(days=1))
    assert german in (await company.hears(ana, "⏰ In a day:")).all_text
    ben = await company.hears(company.ben, "⏰ In a day:")
    assert "|Friday, 13 March 2026 at 12:00>" in ben.all_text
    assert "|2026-03-13 12:00 (UTC)>" in cards(company)[0].all_text


async def test_a_refusal_says_the_day_in_the_words_of_whoever_is_refused(company: Company) -> None:
    ana = company.ana
    await ana.types("#learning", "/teach lunch")
    late = {"Title": "Rebase", "Date": noon(company, ana, -1).date(), "Time": time(12), "Minutes": 45}
    assert (await ana.submits(late)).errors == {
        "Date": "That is in the past: in your time zone (Europe/Berlin) it is 11:00 on 10. März 2026. "
        "Choose a time to come."
    }


async def test_what_was_done_is_said_although_nobody_can_be_looked_up_just_then(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seat is theirs: an answer with dates in nobody's words is better than none."""
    card = await proposed(company, company.ben, days=3)
    read = Database.read

    async def busy(self: Database, verb: Any, *args: Any, **more: Any) -> Any:
        if verb is people.get:
            raise Busy("waited too long for its turn")
        return await read(self, verb, *args, **more)

    monkeypatch.setattr(Database, "read", busy)
    await company.ana.presses(card, "Sign up")
    assert "|2026-03-13 12:00 (UTC)>" in (await company.whispered(company.ana, "You're in")).all_text
    listed = await company.ana.types("#learning", "/learn lunches")
    assert isinstance(listed, CommandResult)
    assert listed.message is not None
    assert "|2026-03-13 12:00 (UTC)>" in listed.message.all_text
