"""People thank each other: by command, by form, by reaction, by a press; and take it back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox import Message
from tests.stories.company import Company
from tests.stories.thanking import card, cards, chosen, gone, told

TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY) as opened:
        yield opened


async def test_ana_thanks_two_people_who_hear_of_it_and_the_channel_sees_it(any_company: Company) -> None:
    company = any_company
    ana, ben, kate = company.ana, company.ben, company.kate
    said = await told(ana, "/kudos @ben and @kate for explaining joins #postgres")
    assert f"You thanked {ben.mention} and {kate.mention}." in said.all_text.replace(
        f"{kate.mention} and {ben.mention}", f"{ben.mention} and {kate.mention}"
    )
    assert "3 more people today" in said.all_text
    shown = await card(company, "explaining joins")
    assert "> explaining joins" in shown.all_text
    assert "#postgres" in shown.all_text
    for person in (ben, kate):
        await company.hears(person, "> explaining joins")
    assert await company.logged() == ["thanked", "thanked"]
    assert company.sandbox.workspace.broadcasts == []
    assert company.sandbox.complaints == []


async def test_thanks_that_are_taken_back_leave_the_channel_and_the_messages(company: Company) -> None:
    said = await told(company.ana, "/kudos @ben for explaining joins")
    await card(company, "explaining joins")
    await company.hears(company.ben, "explaining joins")
    await company.ana.presses(said, "Take it back")
    await company.whispered(company.ana, "Taken back")
    await company.sandbox.until(lambda: cards(company) == [])
    await gone(company, company.ben, "explaining joins")
    assert await company.logged() == ["thanked", "unthanked"]
    assert "5 more people" in (await told(company.ana, "/kudos mine")).all_text


async def test_a_reaction_thanks_for_as_long_as_it_stands(company: Company) -> None:
    said = await company.ben.types("#learning", "Filter on the day first.")
    assert isinstance(said, Message)
    await company.ana.reacts(said, "tada")
    first = await company.hears(company.ben, "for <")
    await company.kate.reacts(said, "tada::skin-tone-2")
    await company.sandbox.until(lambda: company.kate.mention in company.ben.dm[0].all_text)
    assert company.ana.mention in first.all_text
    await company.ana.unreacts(said, "tada")
    await company.sandbox.until(lambda: company.ana.mention not in company.ben.dm[0].all_text)
    await company.kate.unreacts(said, "tada::skin-tone-2")
    await company.sandbox.until(lambda: company.ben.dm == [])
    await company.ana.reacts(said, "tada")
    await company.hears(company.ben, company.ana.mention)
    assert cards(company) == []
    assert await company.logged() == ["thanked", "thanked", "unthanked", "unthanked", "thanked"]


async def test_the_channel_for_kudos_shows_what_is_said_in_public(company: Company) -> None:
    general = company.sandbox.workspace.channel("#general")
    await chosen(company, kudos_channel=general.id, kudos_emoji="clap")
    await told(company.ana, "/kudos @ben for explaining joins")
    await card(company, "explaining joins", "#general")
    said = await company.ben.types("#learning", "Filter on the day first.")
    assert isinstance(said, Message)
    await company.kate.reacts(said, "clap")
    await card(company, "a message", "#general")
    assert cards(company, "#learning") == []
