"""Friday at three the channel for kudos hears of the week, once, whoever was away."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.service import Service
from tests.stories.company import Company
from tests.stories.kudos.thanking import chosen, told
from tests.stories.lunches.lunching import proposed, until

TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)
WEEK = "This week"


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY) as opened:
        yield opened


def roundups(company: Company) -> list[str]:
    channel = company.sandbox.workspace.channel("#general")
    return [m.all_text for m in channel.top_level() if WEEK in m.text]


async def week_of_thanks(company: Company) -> None:
    general = company.sandbox.workspace.channel("#general").id
    await chosen(company, kudos_channel=general, zone="Europe/Lisbon")
    await told(company.ana, "/kudos @ben for explaining joins #postgres")
    await told(company.kate, "/kudos @hugo @emeka for the night shift #support")


async def test_friday_at_three_the_channel_hears_of_the_week(company: Company) -> None:
    await week_of_thanks(company)
    await company.passes(days=3, hours=4, minutes=59)
    assert roundups(company) == []
    await company.passes(minutes=2)
    await company.sandbox.until(lambda: roundups(company))
    (said,) = roundups(company)
    assert "*🎉 This week 3 people heard thanks*" in said
    assert "For the first time:" in said
    assert "*#postgres*, once: " in said
    assert "*#support*, twice: " in said
    assert "explaining joins" in said
    assert "Thanked by the most" not in said
    await company.passes(days=7)
    await company.settled()
    assert len(roundups(company)) == 1
    assert company.sandbox.workspace.broadcasts == []
    assert company.sandbox.complaints == []


async def test_a_bot_that_was_down_says_it_on_saturday_and_not_on_tuesday(company: Company) -> None:
    await week_of_thanks(company)
    await company.stops()
    company.clock.advance(datetime(2026, 3, 14, 12, tzinfo=UTC) - company.clock.now())
    await company.starts()
    await company.passes(minutes=1)
    await company.sandbox.until(lambda: roundups(company))
    await told(company.ana, "/kudos @ben for more joins")
    await company.stops()
    company.clock.advance(datetime(2026, 3, 24, 9, tzinfo=UTC) - company.clock.now())
    await company.starts()
    await company.passes(minutes=1)
    await company.settled()
    assert len(roundups(company)) == 1


async def test_two_bots_on_one_postgres_say_it_once(postgres_url: str) -> None:
    async with Company(postgres_url, at=TUESDAY) as company:
        await week_of_thanks(company)
        other = Service(company.settings(), company.clock)
        await other.start()
        try:
            company.sandbox.advance(datetime(2026, 3, 13, 15, 1, tzinfo=UTC) - company.clock.now())
            assert company.service is not None
            await asyncio.gather(company.service.loop.step(), other.loop.step())
            await company.sandbox.until(lambda: roundups(company))
            await company.passes(minutes=1)
            await company.settled()
            assert len(roundups(company)) == 1
        finally:
            await other.stop()


async def test_somebody_who_was_at_a_lunch_thanks_its_host_with_one_press(company: Company) -> None:
    card = await proposed(company, company.ben)
    await company.ana.presses(card, "Sign up")
    await company.whispered(company.ana, "You're in")
    await until(company, datetime(2026, 3, 13, 14, tzinfo=UTC))
    asked = await company.hears(company.ana, "Were you there?")
    await company.ana.presses(asked, "I was there")
    await company.sandbox.until(lambda: "Thank the host" in str(asked.buttons))
    await company.ana.presses(asked, "Thank the host")
    await company.hears(company.ben, "for hosting “")
