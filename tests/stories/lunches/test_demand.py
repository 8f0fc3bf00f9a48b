"""Three wishes become a hosted lunch-and-learn."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox import CommandResult, Message, Person
from tests.stories.company import Company

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        yield opened


async def wish(*people: Person, topic: str = "rust") -> None:
    for person in people:
        result = await person.types("#learning", f"/learn topic {topic}")
        assert isinstance(result, CommandResult)
        assert result.ok


async def looks(company: Company) -> None:
    """The loop looks for somebody to host what is wanted."""
    assert company.service is not None
    assert company.service.loop is not None
    await company.service.loop.every_minute()


async def offers(company: Company, *people: Person) -> None:
    for person in people:
        await person.types("#learning", "/teach rust")


async def test_three_wishes_become_a_lunch_that_those_who_wished_hear_of_first(company: Company) -> None:
    ben = company.ben
    await offers(company, ben)
    await company.asked(company.hugo, "How do lifetimes work? #rust")
    await wish(company.ana, company.kate)
    await looks(company)
    suggestion = await company.hears(ben, "3 people want to learn about #rust")
    assert "How do lifetimes work?" in suggestion.all_text
    await ben.presses(suggestion, "Host it")
    assert ben.modal is not None
    assert "Rust, by request" in str(ben.modal.body)
    assert "How do lifetimes work?" in str(ben.modal.body)
    await ben.closes()
    await company.hears(ben, "Send the form, and I announce it")
    assert not [m for m in ben.dm if "You're hosting" in m.all_text], "nothing is made of it yet"
    await ben.presses(suggestion, "Open the form again")
    result = await ben.submits(
        {
            "Title": "Rust, gently",
            "Date": "2026-03-12",
            "Time": "12:00",
            "Channel": "#learning",
        }
    )
    assert result.ok, result
    for person in (company.ana, company.kate, company.hugo):
        told = await company.hears(person, "Rust, gently")
        assert "You hear of it first" in told.all_text
    assert not [m for m in company.ana.sees("#learning") if "Rust, gently" in m.all_text]
    await company.ana.presses(company.ana.dm[-1], "Sign up")
    await company.passes(minutes=3)
    card = await company.sandbox.until(
        lambda: next((m for m in company.ana.sees("#learning") if "Rust, gently" in m.all_text), None)
    )
    assert isinstance(card, Message)
    await looks(company)
    await company.hears(ben, "You're hosting something on #rust")
    assert (await company.logged()).count("asked_to_host") == 1


async def test_two_wishes_are_not_enough_and_one_person_counts_once(company: Company) -> None:
    await offers(company, company.ben)
    await company.asked(company.ana, "How do lifetimes work? #rust")
    await wish(company.ana, company.kate)
    await looks(company)
    assert "asked_to_host" not in await company.logged()


async def test_declined_it_goes_to_the_next_and_then_to_the_facilitators(company: Company) -> None:
    await offers(company, company.ben, company.emeka)
    await wish(company.ana, company.kate, company.hugo)
    for number in range(1, 3):
        await looks(company)
        teacher = await company.sandbox.until(
            lambda: next((p for p in (company.ben, company.emeka) if _is_asked(p)), None)
        )
        await teacher.presses(teacher.dm[-1], "Not this time")
        await company.hears(teacher, "No lunch on #rust then")
        assert (await company.logged()).count("declined_to_host") == number
    for _ in range(2):
        await looks(company)
    await company.hears(company.chiara, "I found nobody with room to teach it")
    assert len([m for m in company.chiara.dm if "#rust" in m.all_text]) == 1
    assert (await company.logged()).count("asked_to_host") == 2


async def test_nobody_gets_the_same_suggestion_twice_within_a_month(company: Company) -> None:
    await offers(company, company.ben)
    await wish(company.ana, company.kate, company.hugo)
    await looks(company)
    await company.ben.presses(await company.hears(company.ben, "Would you host"), "Not this time")
    await company.hears(company.ben, "No lunch on #rust then")
    await company.passes(days=20)
    await looks(company)
    assert (await company.logged()).count("asked_to_host") == 1
    await company.passes(days=11)
    await looks(company)
    assert (await company.logged()).count("asked_to_host") == 2


async def test_only_the_one_who_was_asked_can_answer(company: Company) -> None:
    await offers(company, company.ben)
    await wish(company.ana, company.kate, company.hugo)
    await looks(company)
    suggestion = await company.hears(company.ben, "Would you host")
    for block in suggestion.data["blocks"]:
        for element in block.get("elements", ()):
            element["value"] = "999"
    await company.ben.presses(suggestion, "Not this time")
    await company.sandbox.until(lambda: any("isn't there any more" in m.all_text for m in company.ben.dm))


def _is_asked(person: Person) -> bool:
    return bool(person.dm) and "Would you host" in person.dm[-1].all_text
