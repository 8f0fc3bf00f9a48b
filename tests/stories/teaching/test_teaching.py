"""Everyone can teach: offers, questions that find their experts, half hours, and what is wanted."""

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


async def told(person: Person, text: str) -> Message:
    result = await person.types("#learning", text)
    assert isinstance(result, CommandResult)
    assert result.message is not None, result
    return result.message


async def line(company: Company, card: Message, who: Person) -> Message:
    """The line in a card's thread that asks somebody."""

    def found() -> Message | None:
        return next(
            (m for m in company.ana.sees("#learning", card) if f"{who.mention}, could" in m.text), None
        )

    return await company.sandbox.until(found)


async def test_an_offer_is_made_in_one_line_and_shown_and_withdrawn(company: Company) -> None:
    ben = company.ben
    assert (
        "When someone needs #postgres, I may ask you." in (await told(ben, "/teach postgres ten years")).text
    )
    mine = await told(ben, "/teach mine")
    assert "#postgres" in mine.all_text
    assert "ten years" in mine.all_text
    assert "3 requests left this week" in (await told(company.ana, "/learn from postgres")).all_text
    await ben.presses(mine, "Withdraw")
    await company.whispered(ben, "You no longer offer #postgres")
    assert "Nobody offers #postgres yet" in (await told(company.ana, "/learn from postgres")).all_text
    assert await company.logged() == ["offered", "withdrew_offer"]


async def test_words_that_people_surely_type_do_what_they_mean(company: Company) -> None:
    ben = company.ben
    await told(ben, "/teach postgres")
    for text, words in (
        ("/teach pause", "Pause for a while"),
        ("/teach stop", "Withdraw"),
        ("/teach list", "What you offer"),
        ("/teach lunches", "Nothing is planned"),
        ("/learn lunch", "Nothing is planned"),
        ("/learn mine", "press my name"),
        ("/learn wanted", "Nothing is wanted"),
        ("/kudos list", "thank"),
        ("/circle mine", "no circle yet"),
    ):
        assert words in str((await told(ben, text)).blocks), text
    assert await company.logged() == ["offered"]
    assert "#pause" in (await told(ben, "/teach #pause")).text


async def test_a_topic_that_is_too_long_is_not_cut_in_silence(company: Company) -> None:
    refused = await told(company.ben, "/teach " + "p" * 300)
    assert "A topic has up to 40 letters" in refused.all_text
    assert "You don't offer anything yet" in (await told(company.ben, "/teach mine")).all_text
    assert "may ask you" in (await told(company.ben, f"/teach #{'p' * 40} {'n' * 150}")).text


async def test_the_form_offers_in_chosen_ways_and_so_often(company: Company) -> None:
    kate = company.kate
    await kate.types("#learning", "/teach")
    result = await kate.submits(
        {"What could you teach?": ["handover"], "How many times a week may I ask you?": "21"}
    )
    assert "How many times a week may I ask you?" in result.errors
    await kate.submits(
        {
            "What could you teach?": ["handover"],
            "How?": ["Answer questions"],
            "How many times a week may I ask you?": "1",
        }
    )
    assert kate.modal is not None
    assert "Thank you!" in kate.modal.all_text
    mine = await told(kate, "/teach mine")
    assert "1 of 1 request left this week" in mine.all_text
    assert "Half an hour" not in mine.all_text


async def test_someone_pauses_and_comes_back(company: Company) -> None:
    ben = company.ben
    await told(ben, "/teach postgres")
    await ben.presses(await told(ben, "/teach mine"), "Pause for a while")
    assert (await ben.submits({"Until when shall I ask you nothing?": "2026-03-10"})).errors
    await ben.submits({"Until when shall I ask you nothing?": "2026-03-20"})
    assert "no room left this week" in (await told(company.ana, "/learn from postgres")).all_text
    mine = await told(ben, "/teach mine")
    await ben.presses(mine, mine.buttons[-1])
    await company.whispered(ben, "Welcome back!")
    assert "3 requests left this week" in (await told(company.ana, "/learn from postgres")).all_text


async def test_a_question_finds_its_teacher_and_a_reply_ends_the_search(company: Company) -> None:
    await told(company.ben, "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    asked = await line(company, card, company.ben)
    assert "you offer to teach #postgres" in asked.all_text
    await company.sandbox.until(lambda: "offers to teach" in company.card(card.ts).all_text)
    await company.ben.types("#learning", "pg_stat_statements.", thread=card)
    await company.settled()
    await company.passes(hours=30)
    assert "escalated" not in await company.logged()


async def test_not_me_passes_quietly_to_the_next(company: Company) -> None:
    for teacher in (company.ben, company.emeka, company.jonas):
        await told(teacher, "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    first, second = [
        (await line(company, card, person), person) for person in await _asked_people(company, card, 2)
    ]
    message, who = first
    await second[1].presses(message, "Not me")
    await company.whispered_in_thread(second[1], card, "Only the person who is named here can pass.")
    await who.presses(message, "Not me")
    await company.sandbox.until(lambda: message not in company.ana.sees("#learning", card))
    third = next(p for p in (company.ben, company.emeka, company.jonas) if p not in (who, second[1]))
    await line(company, card, third)


async def _asked_people(company: Company, card: Message, many: int) -> list[Person]:
    def found() -> list[Person]:
        people = [company.ben, company.emeka, company.jonas]
        said = [m.text for m in company.ana.sees("#learning", card)]
        named = [p for p in people if any(f"{p.mention}, could" in text for text in said)]
        return named if len(named) >= many else []

    return await company.sandbox.until(found)


async def test_ask_someone_is_remembered_for_the_topic(company: Company) -> None:
    await told(company.ben, "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    await line(company, card, company.ben)
    await company.ben.types("#learning", "ask @dmitri", thread=card)
    asked = await line(company, card, company.dmitri)
    assert "Ben says you know this" in asked.all_text
    assert "a colleague says so" in (await told(company.ana, "/learn from postgres")).all_text
    assert "answered" not in await company.logged()


async def test_nobody_replies_so_the_next_are_asked_and_then_the_facilitators(company: Company) -> None:
    for teacher in (company.ben, company.emeka, company.jonas):
        await told(teacher, "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    await _asked_people(company, card, 2)
    await company.passes(hours=1, minutes=1)
    await company.sandbox.until(lambda: "so I looked further" in company.card(card.ts).all_text)
    await _asked_people(company, card, 3)
    await company.passes(hours=24)
    await company.hears(company.chiara, "has had no reply for a working day")
    await company.sandbox.until(lambda: "the facilitators know" in company.card(card.ts).all_text)
    await company.passes(hours=48)
    assert (await company.logged()).count("escalated") == 2


async def test_nobody_is_asked_outside_their_working_hours(company: Company) -> None:
    await told(company.liam, "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.settled()
    assert len(company.ana.sees("#learning", card)) == 1
    await company.passes(hours=6, minutes=1)
    await line(company, card, company.liam)


async def test_half_an_hour_is_asked_for_agreed_on_and_asked_about(company: Company) -> None:
    ana, ben = company.ana, company.ben
    await told(ben, "/teach postgres")
    found = await told(ana, "/learn from postgres")
    for _ in range(2):
        await ana.presses(found, "Ask for half an hour")
    request = await company.hears(ben, "would like half an hour about #postgres with you")
    await ben.opens_home()
    home = await company.sandbox.until(
        lambda: ben.home if ben.home and "Yes, gladly" in ben.home.buttons else None
    )
    assert request.buttons[:2] == ["Yes, gladly", "Not this time"]
    await ben.presses(home, "Yes, gladly")
    await company.sandbox.until(lambda: ben.home and "Have you found a time?" in ben.home.all_text)
    together = await company.sandbox.until(lambda: _between(company, ana, ben))
    assert "three questions to begin with" in together.all_text.lower()
    await company.hears(ben, "agreed on half an hour")
    await company.passes(days=7, hours=1)
    asked = await company.hears(ana, "Did you meet")
    await company.hears(ben, "Did you meet")
    await ana.presses(asked, "We did")
    await company.hears(ana, "Lovely!")
    assert await company.logged() == ["offered", "asked_half_hour", "agreed_half_hour", "met"]


def _between(company: Company, *people: Person) -> Message | None:
    members = {person.id for person in people} | {company.sandbox.workspace.bot.id}
    for channel in company.sandbox.workspace.channels.values():
        if channel.kind == "mpim" and set(channel.members) == members:
            return next(iter(channel.messages.values()), None)
    return None


async def test_a_teacher_who_declines_or_stays_silent_passes_it_to_the_next(company: Company) -> None:
    for teacher in (company.ben, company.emeka, company.jonas):
        await told(teacher, "/teach postgres")
    found = await told(company.ana, "/learn from postgres")
    await company.ana.presses(found, found.buttons[0])
    people = {p.name: p for p in (company.ben, company.emeka, company.jonas)}
    first = await company.sandbox.until(lambda: next((p for p in people.values() if p.dm), None))
    await first.presses(first.dm[0], "Not this time")
    await company.hears(first, "No need to do anything any more")
    rest = [p for p in people.values() if p is not first]
    second = await company.sandbox.until(lambda: next((p for p in rest if p.dm), None))
    await company.passes(days=3, hours=1)
    third = next(p for p in rest if p is not second)
    await company.hears(third, "would like half an hour")
    await company.passes(days=6)
    await company.hears(company.ana, "Nobody has room for half an hour about #postgres right now.")


async def test_a_wish_stands_on_the_board_until_somebody_teaches_it(company: Company) -> None:
    assert "Nothing is wanted" in (await told(company.ana, "/teach wanted")).all_text
    for person in (company.ana, company.kate, company.ana):
        assert "Noted" in (await told(person, "/learn topic rust")).all_text
    board = await told(company.ben, "/teach wanted")
    assert "2 wishes · no teacher" in board.all_text
    await company.ben.presses(board, "I can teach this")
    await company.ben.submits({})
    assert "1 teacher with room" in (await told(company.ben, "/teach wanted")).all_text


async def test_teach_help_explains_with_examples(company: Company) -> None:
    assert "/teach postgres" in (await told(company.ana, "/teach help")).all_text


async def test_from_and_topic_can_also_begin_a_question(company: Company) -> None:
    await company.asked(company.ana, "from when on is the office open?")
    await company.asked(company.ana, "topic modelling with few documents, how do I begin?")


async def test_someone_changes_what_they_offer(company: Company) -> None:
    ben = company.ben
    await told(ben, "/teach postgres five years of it")
    await ben.presses(await told(ben, "/teach mine"), "Change")
    result = await ben.submits({"How?": ["Answer questions"], "Anything people should know?": "Ask me early"})
    assert result.ok, result
    mine = (await told(ben, "/teach mine")).all_text
    assert "Ask me early" in mine
    assert "Half an hour" not in mine
    await told(ben, "/teach postgres")
    assert "Ask me early" in (await told(ben, "/teach mine")).all_text
