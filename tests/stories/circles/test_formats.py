"""Formats of circles in Slack: each in turn, debates, and lean coffees, from the prompt to the end."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from sandbox import CommandResult, Message, Person
from tests.stories.company import Company

NAME = "Friday table"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""Ten in the morning in Rome, where Chiara facilitates."""
HOURS, DAY, WEEK = timedelta(hours=2, minutes=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """The company on a Monday morning."""
    async with Company(sqlite_url, at=MONDAY) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Company]:
    """The same on each database."""
    async with Company(request.getfixturevalue(f"{request.param}_url"), at=MONDAY) as opened:
        yield opened


async def begun(company: Company, format: str, **more: Any) -> Message:
    """Chiara's circle with Ana and Ben, asked for the first time; its card."""
    chiara = company.chiara
    result = await chiara.types("#learning", "/circle")
    assert isinstance(result, CommandResult)
    assert result.ok, result
    values = {
        "Name": NAME,
        "Members": [company.ana, company.ben],
        "Weekday": "Tuesday",
        "Time": time(10),
        "How do you talk?": format,
        **more,
    }
    sent = await chiara.submits(values)
    assert sent.ok, sent.errors
    await chiara.closes()
    return await asked(company, TUESDAY)


def cards(company: Company) -> list[Message]:
    """The circle's cards, oldest first."""
    bot = company.sandbox.workspace.bot.id
    top = company.sandbox.workspace.channel("#learning").top_level()
    return [m for m in top if m.user == bot and NAME in m.all_text]


async def asked(company: Company, at: datetime) -> Message:
    """A round's time comes, and its card stands in its channel and on record."""
    before = len(cards(company))
    await until(company, at)
    await company.sandbox.until(lambda: len(cards(company)) > before)
    for _ in range(200):
        if (await company.logged()).count("prompted") > before:
            return cards(company)[-1]
        assert company.service is not None
        assert company.service.loop is not None
        await company.service.loop.step()
    raise AssertionError("the card was not noted")


async def until(company: Company, at: datetime) -> None:
    """Time passes, and what falls due is done."""
    await company.passes(seconds=(at - company.clock.now()).total_seconds())
    assert company.service is not None
    assert company.service.loop is not None
    company.service.loop.outbox.wake()


async def shows(company: Company, card: Message, words: str) -> Message:
    """The card says so, sooner or later."""

    def there() -> Message | None:
        now = company.card(card.ts)
        return now if words in now.all_text else None

    return await company.sandbox.until(there)


async def replied(company: Company, card: Message, words: str) -> Message:
    """The bot says so in the card's thread."""

    def there() -> Message | None:
        thread = company.sandbox.workspace.channel("#learning").threads.get(card.ts, [])
        bot = company.sandbox.workspace.bot.id
        return next((m for m in thread if m.user == bot and words in m.all_text), None)

    return await company.sandbox.until(there)


def by_id(company: Company, member_id: str) -> Person:
    return next(one for one in (company.ana, company.ben, company.chiara) if one.id == member_id)


async def test_each_is_asked_in_turn_in_the_thread(either: Company) -> None:
    company = either
    card = await begun(company, "A round: each is asked in turn")
    assert "you begin: reply in the thread" in card.all_text
    first = next(
        one
        for one in (company.ana, company.ben, company.chiara)
        if f"{one.mention}, you begin" in card.all_text
    )
    others = [
        one for one in (company.ana, company.ben, company.chiara) if one is not first and one.id != first.id
    ]
    await first.types("#learning", "I'd say a list.", thread=card)
    await company.settled()
    await company.passes(seconds=5)
    asks = await replied(company, card, "what do you say?")
    second = next(one for one in others if f"{one.mention}, what do you say?" in asks.all_text)
    third = next(one for one in others if one.id != second.id)
    assert f"After you it's {third.mention}'s turn." in asks.all_text

    await third.presses(asks, "Pass")
    await company.whispered_in_thread(third, card, "Only the one who is asked can pass")
    await second.presses(asks, "Pass")
    await company.whispered_in_thread(second, card, "I'm asking the next one")
    await company.passes(seconds=5)
    await replied(company, card, f"{third.mention}, what do you say?")
    await company.passes(days=1, minutes=1)
    await replied(company, card, "Everybody had their turn")


async def test_a_debate_from_the_first_vote_to_the_shift(either: Company) -> None:
    company, ana, ben, chiara, kate = either, either.ana, either.ben, either.chiara, either.kate
    card = await begun(company, "Debate: two sides, and a vote before and after")
    assert "before any argument?" in card.all_text
    card = await shows(company, card, "the vote ends")
    await ana.presses(card, "For")
    await company.whispered(ana, "You are for the motion")
    await ana.presses(card, "For")
    await ben.presses(card, "Against")
    await chiara.presses(card, "Undecided")
    await kate.presses(card, "Undecided")
    told = await company.whispered(kate, "You're in “Friday table” now, too.")
    card = await shows(company, card, "4 people have voted")
    assert "1 for" not in card.all_text
    await kate.presses(told, "Take it back")
    await company.whispered(kate, "Your vote is taken back")
    await shows(company, card, "3 people have voted")

    await company.passes(hours=2, minutes=1)
    sides = await replied(company, card, "the sides are drawn by lot")
    for one in (ana, ben, chiara, kate):
        assert one.mention in sides.all_text
    card = await shows(company, card, "Argue in the thread.")
    assert card.buttons == ["Join"]

    await company.passes(days=1)
    await replied(company, card, "What do you think now? Vote again")
    card = await shows(company, card, "now that you have heard both sides?")
    for one in (ana, ben, chiara):
        await one.presses(card, "For")
    await shows(company, card, "3 people have voted")
    await company.passes(days=1, minutes=1)
    end = await replied(company, card, "The shift: 3 towards the motion.")
    assert "Before: 1 for, 1 against, 1 undecided\nAfter: 3 for, 0 against, 0 undecided" in end.all_text
    assert "2 of 3 people who voted twice changed their mind." in end.all_text
    card = await shows(company, card, "The shift: 3 towards the motion.")
    assert card.buttons == ["Join"]


async def test_a_lean_coffee_from_its_topics_to_the_last_one(either: Company) -> None:
    company, ana, ben, chiara = either, either.ana, either.ben, either.chiara
    card = await begun(company, "Lean coffee: topics gathered and voted for")
    card = await shows(company, card, "The vote opens")
    for who, text in ((ana, "Slow *tests* & <!channel>"), (ben, "Tea"), (ben, "Rooms")):
        await who.presses(card, "Add a topic")
        sent = await who.submits({"What would you like to talk about?": text})
        assert sent.ok, sent.errors
        await who.closes()
    card = await shows(company, card, "Rooms")
    await ana.presses(card, "Add a topic")
    again = await ana.submits({"What would you like to talk about?": "tea"})
    assert "on the list already" in next(iter(again.errors.values()))
    await ana.closes()
    assert "With one topic" not in card.all_text
    for text in ("Chairs", "Tables"):
        await chiara.presses(card, "Add a topic")
        assert (await chiara.submits({"What would you like to talk about?": text})).ok
        await chiara.closes()
    await chiara.presses(card, "Add a topic")
    assert chiara.modal is not None
    await chiara.presses(chiara.modal, "Take it back")
    await company.sandbox.until(lambda: chiara.modal and "off the list" in chiara.modal.all_text)
    assert chiara.modal is not None
    assert "Yours: Tables" in chiara.modal.all_text
    await chiara.presses(chiara.modal, "Take it back")
    await company.sandbox.until(lambda: chiara.modal and "Yours" not in chiara.modal.all_text)
    await chiara.closes()
    await company.sandbox.until(lambda: "Tables" not in company.card(card.ts).all_text)
    card = await shows(company, card, "Rooms")
    await company.sandbox.until(lambda: "Chairs" not in company.card(card.ts).all_text)
    if f"{ben.mention} likes" not in card.all_text and f"or {ben.mention}" not in card.all_text:
        await ben.presses(card, "Start the vote")
        await company.whispered(ben, "who facilitates this circle")
    await chiara.presses(card, "Start the vote")
    await company.whispered(chiara, "The vote is open")
    await replied(company, card, "You have 3 votes for 3 topics")
    card = await shows(company, card, "Nobody has voted yet")

    await ben.presses(card, "Vote")
    many = await ben.submits({"Tea": "2 votes", "Rooms": "3 votes"})
    assert list(many.errors.values()) == ["That makes 5 votes; you have 3. Take some back."]
    sent = await ben.submits({"Tea": "2 votes", "Rooms": "1 vote"})
    assert sent.ok, sent.errors
    assert ben.modal is not None
    await ben.closes()
    card = await shows(company, card, "1 person has voted")
    assert "2 votes)" not in card.all_text

    await company.passes(hours=2, minutes=1)
    agenda = await replied(company, card, "The agenda")
    assert "1. Tea (2 votes)" in agenda.all_text
    assert "2. Rooms (1 vote)" in agenda.all_text
    await replied(company, card, "☕ *Tea*")
    card = await shows(company, card, "👉 1. Tea")
    await chiara.presses(card, "Next topic")
    await chiara.presses(card, "Next topic")
    await replied(company, card, "☕ *Rooms*")
    card = await shows(company, card, "👉 2. Rooms")
    assert company.sandbox.workspace.broadcasts == []

    await until(company, TUESDAY + 2 * DAY)
    card = await shows(company, card, "The agenda is through")
    assert card.buttons == ["Join"]
    after = await asked(company, TUESDAY + WEEK)
    after = await shows(company, after, "Left from last time: Slow")
    await ben.presses(after, "Bring it back")
    await company.whispered(ben, "It's on the list of")
    await shows(company, after, "• Slow")


async def test_one_topic_needs_no_vote_and_none_is_fine(company: Company) -> None:
    ana, chiara = company.ana, company.chiara
    card = await begun(company, "Lean coffee: topics gathered and voted for")
    card = await shows(company, card, "The vote opens")
    await ana.presses(card, "Add a topic")
    await ana.submits({"What would you like to talk about?": "Tea"})
    assert ana.modal is not None
    assert "If it stays the only one" in ana.modal.all_text
    await ana.closes()
    card = await shows(company, card, "With one topic no vote is needed")
    await chiara.presses(card, "Begin with it")
    await replied(company, card, "no vote is needed: here it is")
    await replied(company, card, "☕ *Tea*")
    assert "votes)" not in (await shows(company, card, "👉 1. Tea")).all_text

    after = await asked(company, TUESDAY + WEEK)
    await shows(company, after, "The vote opens")
    await company.passes(hours=2, minutes=1)
    await replied(company, after, "Nobody brought a topic this time, and that's fine")


async def test_a_stale_button_says_what_became_of_it(company: Company) -> None:
    ana, chiara = company.ana, company.chiara
    old = await begun(company, "Lean coffee: topics gathered and voted for")
    old = await shows(company, old, "The vote opens")
    for text in ("Tests", "Tea"):
        await ana.presses(old, "Add a topic")
        await ana.submits({"What would you like to talk about?": text})
        await ana.closes()
    card = await shows(company, old, "Start the vote")
    await ana.presses(card, "Add a topic")
    await chiara.presses(card, "Start the vote")
    voting = await shows(company, card, "Post the agenda")
    await ana.submits({"What would you like to talk about?": "Rooms"})
    assert ana.modal is not None
    assert "gathered already" in ana.modal.all_text
    await ana.closes()
    await ana.presses(voting, "Vote")
    await chiara.presses(voting, "Post the agenda")
    talking = await shows(company, voting, "Next topic")
    await ana.submits({"Tea": "1 vote"})
    assert ana.modal is not None
    assert "The vote has ended" in ana.modal.all_text
    assert "1. Tests (0 votes)" in talking.all_text


async def test_who_is_not_in_a_closed_circle_is_told_how_to_get_in(company: Company) -> None:
    card = await begun(
        company,
        "Debate: two sides, and a vote before and after",
        **{"Who can be in it?": "Only those chosen below"},
    )
    card = await shows(company, card, "the vote ends")
    await company.kate.presses(card, "For")
    await company.whispered(company.kate, "Ask Chiara to add you")
