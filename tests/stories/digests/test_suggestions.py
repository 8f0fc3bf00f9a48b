"""What the digest proposes: its evidence, the press that does it, once, and only an admin's."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from sandbox import Message, Person
from storage.models.workspace import Member
from tests.stories.company import Company
from tests.stories.digests.digesting import (
    ADMINS,
    MONDAY,
    WEDNESDAY,
    choose,
    command,
    digest,
    make_admin,
    shows,
    until,
    wish,
)
from tests.stories.lunches.lunching import noon, proposed

THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
"""Ten in the morning in Rome, where Chiara facilitates."""


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """The company on a Wednesday, with a channel for the digest, Mondays at nine in Lisbon."""
    async with Company(sqlite_url, at=WEDNESDAY) as opened:
        await choose(opened, admin_channel=opened.sandbox.workspace.channel(ADMINS).id)
        yield opened


async def happens(company: Company, card: Message, button: str, came: str) -> None:
    """A facilitator who presses hears who may; an admin's press does it; the same again changes nothing."""
    before = (await company.logged()).count("acted_on")
    stale = deepcopy(card)
    await company.chiara.presses(stale, button)
    await company.whispered(company.chiara, "Only admins can do that", where=ADMINS)
    await company.grace.presses(stale, button)
    await shows(company, card, f"✅ {company.grace.mention} did this: {came}")
    await company.grace.presses(stale, button)
    await company.whispered(
        company.grace, f"That was decided already. ✅ {company.grace.mention}", where=ADMINS
    )
    assert (await company.logged()).count("acted_on") == before + 1


def said(who: Person, words: str) -> int:
    """In how many private messages somebody heard that."""
    return len([m for m in who.dm if words in m.all_text])


async def prompted(company: Company, rounds: int) -> None:
    """So many prompts of circles are posted and on record."""
    async with asyncio.timeout(5):
        while (await company.logged()).count("prompted") < rounds:
            pass


async def test_two_people_of_a_team_that_meets_no_other_are_introduced(company: Company) -> None:
    payments = [company.ana, company.hugo, company.freya, company.kate, company.liam]
    others = [company.ben, company.chiara, company.dmitri, company.emeka, company.grace]
    await sit(company, "Payments", payments)
    for number, who in enumerate(others):
        await sit(company, f"Team {number % 2}", [who])
    for one, other in pairwise(others):
        await command(one, f"/kudos @{other.name} for reviewing my plan")
    await command(company.ana, "/kudos @hugo for the tour")
    await until(company, MONDAY)
    card = await digest(company)
    assert (
        "*Payments meets no other team*: 5 people, and all their answers, lunches and thanks in four weeks "
        "stayed within the team. Elsewhere about 100 % of them cross teams."
    ) in card.all_text

    await happens(company, card, "Introduce two people", company.ana.mention)
    hello = "Your teams seldom have to do with each other"
    together = await company.sandbox.until(
        lambda: [m for m in company.sandbox.workspace.messages() if hello in m.all_text]
    )
    assert len(together) == 1
    channel = company.sandbox.workspace.channels[together[0].channel]
    assert company.ana.id in channel.members
    assert len({company.ana.id, *channel.members} - {company.sandbox.workspace.bot.id}) == 2


async def sit(company: Company, team: str, who: Sequence[Person]) -> None:
    """The directory says that these people are one team."""

    def put(session: Session) -> None:
        for one in who:
            session.get_one(Member, (company.sandbox.workspace.team_id, one.id)).team = team

    await company.database.run(put)


async def test_the_host_of_a_lunch_that_people_wait_for_plans_it_again(company: Company) -> None:
    guests = [company.ana, company.hugo, company.kate]
    card = await proposed(
        company,
        company.ben,
        days=1,
        Seats=3,
        **{"What will people take away?": "Read a manifest.", "Topics": "kubernetes"},
    )
    for who in [*guests, company.liam]:
        await who.presses(card, "Sign up")
    await company.sandbox.until(lambda: "1 waiting" in company.card(card.ts).all_text)
    await until(company, noon(company, company.ben, 1) + timedelta(minutes=47))
    for who in guests:
        await who.presses(await company.hears(who, "Were you there?"), "I was there")
        await who.presses(await company.hears(who, "What did you make of it?"), "Give feedback")
        assert (await who.submits({"How was it?": "5: I learned a lot"})).ok
    await until(company, MONDAY)
    card = await digest(company)
    assert "*“Kubernetes, gently” is worth repeating*: 5.0 of 5 from 3 people" in card.all_text
    assert "1 person was still in line" in card.all_text

    ben = company.ben
    await happens(company, card, "Ask the host to repeat it", f"I'm asking {ben.mention}.")
    plea = await company.hears(ben, "People still ask for")
    assert said(ben, "People still ask for") == 1
    for again in (True, False):  # Pressed twice, the form opens twice.
        await ben.presses(plea, "Plan it again")
        assert ben.modal is not None
        assert "Kubernetes, gently" in str(ben.modal.body)
        assert "Read a manifest." in str(ben.modal.body)
        assert "kubernetes" in str(ben.modal.body)
        if again:
            await ben.closes()
    sent = await ben.submits({"Date": noon(company, ben, 2).date(), "Time": time(12), "Channel": "#learning"})
    assert sent.ok, sent.errors
    await company.hears(company.liam, "You hear of it first")


async def test_who_is_asked_to_help_with_a_topic_may_rather_not(company: Company) -> None:
    await wish(company, "compilers")
    await command(company.ben, "/teach parsers")
    await company.asked(company.dmitri, "What comes first? #parsers #compilers")
    await until(company, MONDAY)
    card = await digest(company)
    assert "*4 people want to learn about #compilers*" in card.all_text
    await happens(company, card, "Ask around", f"I'm asking {company.ben.mention}.")
    await company.passes(hours=3)
    call = await company.hears(company.ben, "People want to learn about #compilers")
    stale = deepcopy(call)
    for _ in range(2):
        await company.ben.presses(stale, "Rather not")
        await company.sandbox.until(
            lambda: "No #compilers for you then" in company.ben.dm_channel.messages[call.ts].all_text
        )
        await company.hears(company.ben, "That's fine, and nobody hears of it.")
    assert (await company.logged()).count("declined_to_teach") == 1
    mine = await command(company.ben, "/teach mine")
    assert mine.message is not None
    assert "#compilers" not in mine.message.all_text


async def test_a_circle_that_went_quiet_gets_another_rhythm_from_its_facilitator(company: Company) -> None:
    chiara = company.chiara
    await command(chiara, "/circle")
    values = {"Name": "Incident stories", "Members": [company.ana, company.ben], "Weekday": "Thursday"}
    assert (await chiara.submits({**values, "Time": time(10)})).ok
    await chiara.closes()
    for week in range(2):
        await until(company, THURSDAY + timedelta(weeks=week))
        await prompted(company, week + 1)
        await until(company, THURSDAY + timedelta(weeks=week, days=1))
        await until(company, MONDAY + timedelta(weeks=week))
        card = await digest(company, week + 1)
    await company.hears(chiara, "nobody joined in the last 2 rounds")
    assert "*Incident stories has gone quiet*: nobody joined in its last 2 rounds." in card.all_text

    await happens(company, card, "Change its rhythm", f"I'm asking {chiara.mention}.")
    await company.sandbox.until(lambda: said(chiara, "nobody joined in the last 2 rounds") == 2)
    await chiara.presses(chiara.dm[-1], "Slow it down")
    assert (await chiara.submits({})).ok
    await chiara.closes()
    listed = await command(chiara, "/circle list")
    assert listed.message is not None
    assert "every second Thursday" in listed.message.all_text


async def test_pressed_twice_it_happens_once_and_the_second_hears_who_did_it(company: Company) -> None:
    await wish(company)
    await until(company, MONDAY)
    card = await digest(company)
    stale = deepcopy(card)
    await company.grace.presses(stale, "Ask around")
    await shows(company, card, f"{company.grace.mention} tried this, and nobody who knows")
    await company.hears(company.chiara, "3 people want to learn about #rust")
    await company.chiara.types(ADMINS, "I'll try, too.")
    await make_admin(company, company.chiara)
    for button in ("Ask around", "Not now"):
        await company.chiara.presses(stale, button)
        await company.whispered(company.chiara, f"decided already. 🔎 {company.grace.mention}", where=ADMINS)
    assert (await company.logged()).count("acted_on") == 1
    assert (await company.logged()).count("put_off") == 0


async def test_what_is_put_off_stays_away_for_a_week_and_comes_back_after_it(company: Company) -> None:
    await wish(company)
    await until(company, MONDAY)
    card = await digest(company)
    await company.grace.presses(card, "Not now")
    await shows(company, card, f"{company.grace.mention} put this off")
    await until(company, MONDAY + timedelta(days=7))
    second = await digest(company, 2)
    assert "#rust" not in second.all_text
    await until(company, MONDAY + timedelta(days=14))
    assert "3 people want to learn about #rust" in (await digest(company, 3)).all_text


async def test_only_admins_may_press_and_the_refusal_says_who(company: Company) -> None:
    await wish(company)
    await until(company, MONDAY)
    card = await digest(company)
    for button in ("Ask around", "Not now"):
        await company.chiara.presses(card, button)
        await company.whispered(company.chiara, "Only admins can do that", where=ADMINS)
    assert (await company.logged()).count("acted_on") == 0
    for text in ("/digest", "/digest last", "/digest why", "/digest soon"):
        refusal = await command(company.ana, text)
        assert refusal.message is not None
        assert "The digest is for admins. Ask Grace, who can." in refusal.message.all_text


async def test_a_waiting_question_gets_two_more_people(company: Company) -> None:
    for who in (company.ben, company.emeka, company.jonas, company.kate, company.hugo, company.freya):
        await command(who, "/teach postgres")
    question = await company.asked(company.ana, "How do I lock a row? #postgres")
    await company.sandbox.until(lambda: len(company.ana.sees("#learning", thread=question)) > 1)
    await until(company, MONDAY)
    card = await digest(company)
    assert "A question has waited 4 days for a reply" in card.all_text
    before = (await company.logged()).count("escalated")
    await company.grace.presses(card, "Ask two more people")
    await shows(company, card, "did this: I'm asking ")
    assert (await company.logged()).count("acted_on") == 1
    assert (await company.logged()).count("escalated") == before


async def test_where_nobody_else_can_be_asked_it_says_so_and_what_to_do(company: Company) -> None:
    await command(company.ben, "/teach postgres")
    question = await company.asked(company.ana, "How do I lock a row? #postgres")
    await company.sandbox.until(lambda: len(company.ana.sees("#learning", thread=question)) > 1)
    await until(company, MONDAY)
    card = await digest(company)
    await company.grace.presses(card, "Ask two more people")
    await shows(company, card, "tried this, and nobody else who knows #postgres has room this week.")
    await company.hears(company.chiara, "Who could know? Reply “ask @someone” in its thread")
    await company.chiara.types("#learning", "ask @jonas", thread=question)
    await company.sandbox.until(
        lambda: any(
            f"{company.jonas.mention}, could you help here?" in m.all_text
            for m in company.jonas.sees("#learning", thread=question)
        )
    )
