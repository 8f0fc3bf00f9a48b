"""The weekly digest: an admin reads it, presses what it proposes, and it happens."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from learning.workspace import preferences
from tests.stories.company import Company
from tests.stories.digests.digesting import (
    ADMINS,
    MONDAY,
    WEDNESDAY,
    choose,
    command,
    digest,
    digests,
    on_record,
    outcomes,
    shows,
    titles,
    until,
    wish,
)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """The company on a Wednesday, with a channel for the digest, Mondays at nine in Lisbon."""
    async with Company(sqlite_url, at=WEDNESDAY) as opened:
        await choose(opened, admin_channel=opened.sandbox.workspace.channel(ADMINS).id)
        yield opened


@pytest.fixture
async def on_either(database_url: str) -> AsyncIterator[Company]:
    """The same, on each database in turn."""
    async with Company(database_url, at=WEDNESDAY) as opened:
        await choose(opened, admin_channel=opened.sandbox.workspace.channel(ADMINS).id)
        yield opened


async def test_an_admin_reads_mondays_digest_and_presses_what_it_proposes(on_either: Company) -> None:
    company = on_either
    question = await company.asked(company.ana, "How do lifetimes work? #rust #compilers")
    await on_record(company)
    await company.ben.types("#learning", "They end with their scope.", thread=question)
    await company.ana.presses(await company.hears(company.ana, "Did this answer it?"), "Accept")
    await company.sandbox.until(lambda: "Answered" in company.card(question.ts).all_text)
    await wish(company, "compilers")
    await until(company, MONDAY)

    card = await digest(company)
    assert "*Learning, 2–8 March 2026*" in card.all_text
    assert "4 of 13 took part (0), 4 for the first time (0)" in card.all_text
    assert "1 asked (0), 1 answered (0), 1 within a working day (0)" in card.all_text
    assert [block["type"] for block in card.blocks].count("data_visualization") == 2
    assert "*3 people want to learn about #compilers*" in card.all_text

    await company.grace.presses(card, "Ask around")
    await company.whispered(company.grace, "I'm asking", where=ADMINS)
    await shows(company, card, f"✅ {company.grace.mention} did this: I'm asking {company.ben.mention}")
    await company.passes(hours=3)
    call = await company.hears(company.ben, "You have answered questions on #compilers")
    await company.ben.presses(call, "Count me in")
    await company.hears(company.ben, "You help with #compilers now")
    mine = await command(company.ben, "/teach mine")
    assert mine.message is not None
    assert "#compilers" in mine.message.all_text


async def test_without_a_channel_the_digest_goes_to_admins_who_ask_for_it_else_it_says_why_not(
    company: Company,
) -> None:
    await choose(company, admin_channel=None)
    await until(company, MONDAY)
    await company.sandbox.until(lambda: not digests(company))
    assert await outcomes(company) == [
        ("skipped", "no admin channel is chosen, and no admin asked for the digest")
    ]
    why = await command(company.grace, "/digest why digest")
    assert why.message is not None
    assert "no admin channel is chosen" in why.message.all_text

    def ask(session: Session) -> None:
        team = company.sandbox.workspace.team_id
        for who in (company.grace, company.ana):  # Ana is no admin: what she chose counts for nothing.
            preferences.put(session, team, who.id, digest=True)

    await company.database.run(ask)
    await until(company, MONDAY + timedelta(days=7))
    await company.hears(company.grace, "Learning, 9–15 Mar 2026")
    assert not [m for m in company.ana.dm if "Learning, " in m.all_text]


async def test_where_the_channel_is_archived_each_admin_gets_it_instead(company: Company) -> None:
    await company.grace.archives(ADMINS)
    await company.settled()
    await until(company, MONDAY)
    await company.hears(company.grace, "Learning, 2–8 Mar 2026")
    why = await command(company.grace, "/digest why digest")
    assert why.message is not None
    assert "*The weekly digest*: 2 March 2026" in why.message.all_text
    assert "that channel is archived" in why.message.all_text


async def test_an_outage_over_the_hour_says_it_once_and_a_long_one_records_that_it_was_skipped(
    company: Company,
) -> None:
    await company.stops()
    company.sandbox.advance(MONDAY + timedelta(days=2) - company.clock.now())
    await company.starts()
    await company.passes(minutes=1)
    assert "2–8 March" in (await digest(company)).all_text
    await company.stops()
    company.sandbox.advance(timedelta(days=31))  # Four Mondays; the last of them five days ago.
    await company.starts()
    await company.passes(minutes=1)
    late = "the bot was away when it was due, and three days later it was of no use"
    await company.sandbox.until(lambda: True)
    assert await outcomes(company) == [("sent", None), *[("skipped", late)] * 4]
    assert len(digests(company)) == 1


async def test_across_the_clock_change_it_comes_at_nine_on_the_wall(company: Company) -> None:
    await until(company, datetime(2026, 3, 23, 12, tzinfo=UTC))
    said = len(await company.sandbox.until(lambda: digests(company)))
    spring = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # 09:00 in Lisbon, an hour earlier than before.
    await until(company, spring - timedelta(seconds=5))
    assert len(digests(company)) == said
    await until(company, spring + timedelta(seconds=5))
    assert "23–29 March 2026" in (await digest(company, said + 1)).all_text


async def test_an_admin_looks_at_any_week(company: Company) -> None:
    await company.asked(company.ana, "How do lifetimes work?")
    now = await command(company.grace, "/digest")
    assert now.message is not None
    assert "Learning, 2–8 Mar 2026 so far" in now.message.all_text
    assert "1 asked (0)" in now.message.all_text
    await until(company, MONDAY)
    last = await command(company.grace, "/digest last")
    same = await command(company.grace, "/digest 2026-03-05")
    assert last.message is not None
    assert same.message is not None
    assert last.message.all_text == same.message.all_text
    assert "*Learning, 2–8 Mar 2026*" in last.message.all_text
    await company.grace.presses(last.message, "Another week", option="23 Feb – 1 Mar 2026")
    await company.whispered(company.grace, "Learning, 23 Feb – 1 Mar 2026")
    for text, words in (
        ("/digest tomorrow", "Which week?"),
        ("/digest 2026-13-01", "Which week?"),
        ("/digest 2026-04-01", "still to come"),
        ("/digest help", "`/digest last`"),
        ("/digest why zebra", "Try fewer words?"),
    ):
        said = await command(company.grace, text)
        assert said.message is not None
        assert words in said.message.all_text


async def test_eight_weeks_of_every_figure_are_two_charts_in_the_post_and_the_rest_in_its_thread(
    on_either: Company,
) -> None:
    company = on_either
    question = await company.asked(company.ana, "How do lifetimes work? #rust")
    await on_record(company)
    await company.ben.types("#learning", "They end with their scope.", thread=question)
    await company.hears(company.ana, "Did this answer it?")
    await command(company.ana, "/kudos @ben for explaining lifetimes")
    await company.hears(company.ben, "explaining lifetimes")
    await until(company, MONDAY)
    card = await digest(company)
    assert titles(card) == ["People in eight weeks", "Questions in eight weeks"]
    assert "In the thread: how soon answers come, circles and kudos." in card.all_text
    thread = await company.sandbox.until(lambda: company.grace.sees(ADMINS, thread=card)[1:])
    assert [titles(reply) for reply in thread] == [["How soon the first reply came", "Circles and kudos"]]
    assert "Kudos given: 0, 0, 0, 0, 0, 0, 0, 1" in thread[0].text
    async with asyncio.timeout(5):
        while await outcomes(company, "digests.charts") != [
            ("sent", None),
            ("skipped", "there was nothing more to draw"),
        ]:
            pass

    last = await command(company.grace, "/digest last")
    assert last.message is not None
    assert titles(last.message) == titles(card)
    await company.grace.presses(last.message, "More charts")
    more = await company.whispered(company.grace, "Kudos given: ")
    assert titles(more) == titles(thread[0])
    await company.grace.changes(is_admin=False)
    await company.settled()
    await company.grace.presses(last.message, "More charts")
    await company.whispered(company.grace, "The digest is for admins.")
