"""A host changes, cancels, moves and hands on a lunch, and those who come hear of it."""

from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest

from tests.stories.company import Company
from tests.stories.lunches.lunching import MONDAY, TITLE, cards, noon, proposed, shows, until


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """The company on a Monday morning: no story begins just before midnight."""
    async with Company(sqlite_url, at=MONDAY) as opened:
        yield opened


async def test_a_change_and_a_cancellation_reach_those_who_come_with_their_calendar_files(
    company: Company,
) -> None:
    ana, ben = company.ana, company.ben
    card = await proposed(company, ben)
    await ana.presses(card, "Sign up")
    first = await company.hears(ana, "open this file to add it")
    await ana.presses(card, "lunches.more", "Edit")
    await company.whispered(ana, "who hosts it, or a facilitator")
    await ben.presses(card, "lunches.more", "Edit")
    result = await ben.submits({"Place or link": "https://meet.example.com/k8s"})
    assert result.ok, result
    changed = await company.hears(ana, "has changed. This is how it is now")
    assert "https://meet.example.com/k8s" in changed.all_text
    update = await company.hears(ana, "open this file to update")
    await ben.closes()
    await ben.presses(card, "lunches.more", "Cancel")
    await ben.submits({"Why?": "I am ill."})
    told = await company.hears(ana, "is cancelled.")
    assert "I am ill." in told.all_text
    last = await company.hears(ana, "take it out of your calendar")
    await shows(company, card, "Cancelled")
    names = [message.files[0]["name"] for message in (first, update, last)]
    assert names == ["lunch-1-0.ics", "lunch-1-1.ics", "lunch-1-2.ics"]
    assert company.card(card.ts).buttons == []
    assert [m.all_text for m in ana.dm].count(told.all_text) == 1


async def test_a_host_closes_sign_ups_and_writes_to_those_who_come(company: Company) -> None:
    ana, ben, hugo = company.ana, company.ben, company.hugo
    card = await proposed(company, ben)
    await ana.presses(card, "Sign up")
    await shows(company, card, "1 signed up")
    await ben.presses(card, "lunches.more", "Close sign-ups")
    await company.whispered(ben, "are closed")
    await hugo.presses(card, "Sign up")
    await company.whispered(hugo, "The host can open them again")
    await shows(company, card, "Sign-ups are closed")
    await ben.presses(company.card(card.ts), "lunches.more", "Open sign-ups")
    await company.whispered(ben, "are open")
    await ben.presses(card, "lunches.more", "Write to those signed up")
    await ben.submits({"Your message": "Bring a laptop, @everyone <!here>."})
    note = await company.hears(ana, "writes about")
    assert "Bring a laptop" in note.all_text
    assert company.sandbox.workspace.broadcasts == []


async def test_when_the_host_leaves_the_company_a_facilitator_takes_over(company: Company) -> None:
    ana, ben, chiara = company.ana, company.ben, company.chiara
    card = await proposed(company, ben)
    await ana.presses(card, "Sign up")
    await shows(company, card, "1 signed up")
    await ben.changes(deleted=True)
    await company.settled()
    await company.passes(minutes=1)
    asked = await company.hears(chiara, "has left the company")
    await chiara.presses(asked, "I'll host it")
    await shows(company, card, f"Hosted by <@{chiara.id}>")
    await company.hears(ana, "has changed. This is how it is now")


async def test_a_channel_that_was_archived_in_between_is_told_to_the_host_who_chooses_another(
    company: Company,
) -> None:
    ben = company.ben
    company.sandbox.faults.next("chat.postMessage", "fatal:is_archived")
    await ben.types("#learning", "/teach lunch")
    await ben.submits({"Title": TITLE, "Date": noon(company, ben).date(), "Time": time(12), "Minutes": 45})
    stuck = await company.hears(ben, "I couldn't announce")
    await ben.closes()
    await ben.presses(stuck, "Choose another")
    await ben.submits({"Channel": "#general"})
    assert await company.sandbox.until(lambda: cards(company, "#general"))
    await company.hears(ben, "I'm announcing")


async def test_a_series_announces_each_sitting_a_week_before(company: Company) -> None:
    ben = company.ben
    until_day = noon(company, ben, 17).date()
    card = await proposed(company, ben, Repeat="Weekly", Until=until_day)
    assert "every week" in card.all_text
    await until(company, noon(company, ben, 4))
    await company.sandbox.until(lambda: len(cards(company)) == 2)
    await company.passes(minutes=1)
    assert len(cards(company)) == 2


async def test_a_channel_that_is_archived_after_the_card_was_posted_is_told_to_the_host(
    company: Company,
) -> None:
    ana, ben = company.ana, company.ben
    card = await proposed(company, ben)
    await ana.presses(card, "Sign up")
    await shows(company, card, "1 signed up")
    await company.grace.archives("#learning")
    stuck = await company.hears(ben, "was archived, or I'm no longer in it")
    await ben.presses(stuck, "Post it again")
    await company.hears(ben, "That channel is archived. Choose another one.")
    await ben.presses(stuck, "Choose another")
    result = await ben.submits({"Channel": "#general"})
    assert result.ok, result
    (elsewhere,) = await company.sandbox.until(lambda: cards(company, "#general"))
    assert "1 signed up" in elsewhere.all_text
    await company.hears(ben, "I'm announcing")


async def test_a_host_gives_a_series_another_rhythm(company: Company) -> None:
    ana, ben = company.ana, company.ben
    card = await proposed(company, ben, Repeat="Weekly", Until=noon(company, ben, 24).date())
    await until(company, noon(company, ben, 3) - timedelta(hours=1))
    await ben.presses(card, "lunches.more", "Edit")
    last = noon(company, ben, 60).date()
    alone = await ben.submits({"Repeat": "Every two weeks", "Until": last})
    assert list(alone.errors) == ["Repeat"]
    result = await ben.submits({"Change which?": "This one and all to come"})
    assert result.ok, result
    assert ben.modal is not None
    assert "5 sittings in all" in str(ben.modal.body)
    await shows(company, card, "every two weeks")
    await ana.presses(card, "Sign up")
    await shows(company, card, "1 signed up")


async def test_two_people_who_edit_at_once_do_not_undo_each_others_work(company: Company) -> None:
    ben, chiara = company.ben, company.chiara
    card = await proposed(company, ben)
    await ben.presses(card, "lunches.more", "Edit")
    await chiara.presses(card, "lunches.more", "Edit")
    assert (await chiara.submits({"Place or link": "Room 5"})).ok
    refused = await ben.submits({"Place or link": "Room 6"})
    assert "Someone changed this lunch" in refused.errors["Title"]
    await shows(company, card, "Room 5")
    await company.hears(ben, "has changed. This is how it is now")


async def test_a_lunch_is_not_moved_into_the_past(company: Company) -> None:
    ben = company.ben
    card = await proposed(company, ben)
    await ben.presses(card, "lunches.more", "Edit")
    refused = await ben.submits({"Date": noon(company, ben, -1).date()})
    assert "in the past" in refused.errors["Date"]


async def test_a_lunch_stays_in_a_private_channel_that_its_editor_does_not_see(company: Company) -> None:
    chiara = company.chiara
    await chiara.types("#learning", "/teach lunch")
    when = {"Date": noon(company, chiara).date(), "Time": time(12), "Minutes": 45}
    rhythm = {"Repeat": "Every two weeks", "Until": noon(company, chiara, 40).date()}
    assert (await chiara.submits({"Title": TITLE, "Channel": "#learning-admins", **when, **rhythm})).ok
    await chiara.closes()
    await until(company, noon(company, chiara) + timedelta(hours=2))
    await chiara.leaves("#learning-admins")
    await chiara.opens_home()
    # The one after that which is over by now: her Home of a moment ago showed that one still.
    home = await company.sandbox.until(
        lambda: chiara.home if chiara.home is not None and "and 1 more" in chiara.home.all_text else None
    )
    await chiara.presses(home, "lunches.more", "Edit")
    assert chiara.modal is not None
    assert "a private channel that you don't see" in chiara.modal.all_text
    assert (await chiara.submits({"Place or link": "Room 5"})).ok
    await chiara.closes()
    await until(company, noon(company, chiara, 8))
    (again,) = await company.sandbox.until(
        lambda: [m for m in cards(company, "#learning-admins") if "Room 5" in m.all_text]
    )
    assert TITLE in again.all_text


async def test_a_title_that_looks_like_a_link_stays_letters_in_a_refusal(company: Company) -> None:
    ben, hugo = company.ben, company.hugo
    card = await proposed(company, ben, Title=f"{TITLE} <https://login.example.com|Sign in> <!channel>")
    await ben.presses(card, "lunches.more", "Close sign-ups")
    await company.whispered(ben, "are closed")
    await hugo.presses(card, "Sign up")
    refused = await company.whispered(hugo, "The host can open them again")
    assert "&lt;https://login.example.com|Sign in&gt; &lt;!channel&gt;" in str(refused.data)
    assert "<https" not in str(refused.data)
