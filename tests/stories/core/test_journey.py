"""Time that goes by in one press on the page's clock: what falls due on the way is said at its own time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Message, Person
from tests.stories.company import Company
from tests.stories.lunches.lunching import MONDAY, noon, proposed, shows

SOON = timedelta(seconds=5)
"""What one press brings to one channel is said a second apart."""


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=MONDAY) as opened:
        yield opened


def told(who: Person, words: str) -> list[datetime]:
    """When the bot told someone so, to the nearest five seconds before."""
    times = [datetime.fromtimestamp(float(m.ts), UTC) for m in who.dm if words in m.all_text]
    return [one.replace(second=one.second // 5 * 5, microsecond=0) for one in times]


async def lined_up(company: Company) -> Message:
    """Ben's lunch tomorrow has one seat, which is Ana's; Hugo and Kate wait for it."""
    card = await proposed(company, company.ben, days=1, Seats=1)
    for number, who in enumerate((company.ana, company.hugo, company.kate)):
        await who.presses(card, "Sign up")
        await shows(company, card, f"{number} waiting" if number else "1 of 1 seat")
    return card


async def test_a_freed_seat_goes_down_the_line_and_each_hears_of_it_in_time(company: Company) -> None:
    ana, hugo, kate = company.ana, company.hugo, company.kate
    card = await lined_up(company)
    start = noon(company, company.ben, 1).astimezone(UTC)
    await ana.presses(card, "Leave")
    await company.hears(hugo, "A seat is free")
    (offered,) = told(hugo, "A seat is free")
    await company.sandbox.time_travel.to(start - timedelta(minutes=5))
    lapses = offered + (start - offered) / 4
    # Neither took it: the offer to each now says what became of it; nobody was next after Kate.
    assert told(hugo, "went to the next in line") == [offered]
    (passed,) = told(kate, "is free for others now")
    assert abs(passed - lapses) < 2 * SOON
    assert [told(who, "In ten minutes:") for who in (company.ben, ana)] == [
        [start - timedelta(minutes=10)],
        [],
    ]
    assert company.clock.now() - (start - timedelta(minutes=5)) < SOON


async def test_whoever_takes_the_seat_is_reminded_a_day_and_ten_minutes_before(company: Company) -> None:
    card = await proposed(company, company.ben, days=3, Seats=1)
    await company.ana.presses(card, "Sign up")
    await shows(company, card, "1 of 1 seat")
    start = noon(company, company.ben, 3).astimezone(UTC)
    await company.sandbox.time_travel.by(timedelta(days=4))
    assert told(company.ana, "In a day:") == [start - timedelta(days=1)]
    assert told(company.ana, "In ten minutes:") == [start - timedelta(minutes=10)]
    assert told(company.ana, "Were you there?") == [start + timedelta(minutes=45)]


async def test_many_messages_to_one_channel_do_not_hold_time_up(company: Company) -> None:
    for number in range(20):
        await company.asked(company.ana, f"How do I tune engine number {number}?")
        company.sandbox.advance(timedelta(seconds=2))
    started = company.clock.now()
    real = datetime.now(UTC)
    await company.sandbox.time_travel.by(timedelta(hours=12))
    assert datetime.now(UTC) - real < timedelta(seconds=20)
    assert company.clock.now() - started >= timedelta(hours=12)
    said = [float(m.ts) for m in company.sandbox.workspace.channel("#learning").top_level()]
    assert len(said) >= 20


async def test_while_the_bot_is_away_the_clock_still_goes_and_it_says_what_is_of_use_afterwards(
    company: Company,
) -> None:
    card = await proposed(company, company.ben, days=1)
    await company.ana.presses(card, "Sign up")
    await shows(company, card, "1 signed up")
    start = noon(company, company.ben, 1).astimezone(UTC)
    await company.stops()
    await company.sandbox.time_travel.to(start - timedelta(minutes=3))
    assert told(company.ana, "In ten minutes:") == []
    await company.starts()
    await company.hears(company.ana, "In ten minutes:")
    assert len(told(company.ana, "In ten minutes:")) == 1
