"""Home says each thing once: a series by its next sitting, a question where it concerns one most."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.stories.company import Company
from tests.stories.home.test_home import home, lacks, over, shows, told
from tests.stories.lunches.lunching import noon, proposed

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        yield opened


async def test_a_series_is_one_line_on_home_and_a_press_shows_all_of_it(company: Company) -> None:
    ben = company.ben
    await proposed(company, ben, days=3, Repeat="Weekly", Until=noon(company, ben, 24).date())
    tab = await home(company, ben, "🎤 You host this one")
    assert tab.all_text.count("You host this one") == 1
    assert "and 3 more, every Friday" in tab.all_text
    await ben.presses(tab, "See all 4")
    page = await over(company, ben, "You host this one")
    assert page.all_text.count("You host this one") == 4
    await company.passes(days=18)
    await ben.opens_home()
    assert "more, every" not in (await lacks(company, ben, "more, every")).all_text


async def test_a_question_of_ones_own_or_for_oneself_is_no_duty_besides(company: Company) -> None:
    """Chiara facilitates, was named for Ana's question, and asked one that found nobody."""
    chiara = company.chiara
    await told(chiara, "/teach postgres")
    await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.asked(chiara, "How do I prune a rose? #gardens")
    for _ in range(4):
        await company.passes(days=1)
    tab = await home(company, chiara, "Waiting for you")
    assert tab.all_text.count("How do I find slow queries?") == 1
    assert tab.all_text.count("How do I prune a rose?") == 1
    assert "Who could know?" not in tab.all_text
    await chiara.presses(tab, "Not me")
    await chiara.opens_home()
    tab = await shows(company, chiara, "Who could know?")
    assert tab.all_text.count("How do I find slow queries?") == 1
