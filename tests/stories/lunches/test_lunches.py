"""Lunch-and-learns, from the form to the questions two weeks later."""

from collections.abc import AsyncIterator
from datetime import UTC, time, timedelta

import pytest

from sandbox import CommandResult
from tests.stories.company import Company
from tests.stories.lunches.lunching import MONDAY, TITLE, cards, noon, proposed, shows, until


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """The company on a Monday morning: no story begins just before midnight."""
    async with Company(sqlite_url, at=MONDAY) as opened:
        yield opened


async def test_ben_gives_a_lunch_and_its_seats_go_to_the_first_in_line(any_company: Company) -> None:
    company = any_company
    ana, ben, hugo, kate = company.ana, company.ben, company.hugo, company.kate
    card = await proposed(company, ben, Seats=2, **{"What will people take away?": "Read a manifest."})
    start = noon(company, ben)
    assert f"<!date^{int(start.timestamp())}^" in card.all_text
    assert "Read a manifest." in card.all_text
    assert "0 of 2 seats" in card.all_text

    await ana.presses(card, "Sign up")
    await company.whispered(ana, "You're in")
    await hugo.presses(card, "Sign up")
    await kate.presses(card, "Sign up")
    await company.whispered(kate, "number 1")
    await shows(company, card, "2 of 2 seats, 1 waiting")

    file = (await company.hears(ana, "open this file to add it")).files[0]
    assert file["name"] == "lunch-1-0.ics"

    await ana.presses(card, "Leave")
    await company.whispered(ana, "You gave up your place")
    taken_out = (await company.hears(ana, "goes on without you")).files[0]
    assert taken_out["name"] == "lunch-1-1.ics"
    offer = await company.hears(kate, "A seat is free")
    await kate.presses(offer, "Take the seat")
    await company.hears(kate, "is yours")
    assert (await company.hears(kate, "open this file to add it")).files[0]["name"] == "lunch-1-0.ics"
    assert (await company.hears(ben, "open this file to add it")).files[0]["name"] == "lunch-1-0.ics"

    await until(company, start - timedelta(hours=23, minutes=59))
    await company.hears(kate, "In a day:")
    await company.hears(hugo, "In a day:")
    await company.hears(ben, "In a day: you host")
    await until(company, start - timedelta(minutes=9))
    await company.hears(kate, "In ten minutes:")
    assert not [m for m in ana.dm if "In " in m.all_text]


async def test_a_form_that_cannot_be_says_why_at_its_fields(company: Company) -> None:
    ben = company.ben
    await ben.types("#learning", "/teach lunch")
    good = {"Title": TITLE, "Date": noon(company, ben).date(), "Time": time(12), "Minutes": 45}
    untouched = {"Seats": None, "Place or link": None, "Repeat": "Does not repeat", "Until": None}
    for values, field, words in (
        ({"Date": noon(company, ben, -1).date()}, "Date", "in the past"),
        ({"Minutes": 0}, "Minutes", "would end before it starts"),
        ({"Seats": 0}, "Seats", "at least one seat"),
        ({"Place or link": "https://nowhere"}, "Place or link", "That link doesn't work"),
        ({"Repeat": "Weekly", "Until": noon(company, ben, 1).date()}, "Until", "before it starts"),
        ({"Channel": "#random"}, "Channel", "I'm not in that channel"),
    ):
        result = await ben.submits({**good, **untouched, **values})
        assert list(result.errors) == [field], result
        assert words in result.errors[field]
    wrong = {"Title": " ", "Date": noon(company, ben, -1).date(), "Minutes": 0, "Seats": 0}
    also = {"Place or link": "https://nowhere", "Repeat": "Weekly", "Channel": "#random"}
    everything = await ben.submits({**good, **untouched, **wrong, **also})
    assert sorted(everything.errors) == sorted([*wrong, "Place or link", "Until", "Channel"])
    assert cards(company) == []


async def test_everyone_sees_what_is_coming_and_signs_up_from_the_list(company: Company) -> None:
    ana, ben, hugo = company.ana, company.ben, company.hugo
    empty = await ana.types("#learning", "/learn lunches")
    assert isinstance(empty, CommandResult)
    assert empty.message is not None
    assert "Nothing is planned yet" in empty.message.all_text
    card = await proposed(company, ben, Seats=1)
    listed = await ana.types("#learning", "/learn lunches")
    assert isinstance(listed, CommandResult)
    assert listed.message is not None
    await ana.presses(listed.message, "Sign up")
    await shows(company, card, "1 of 1 seat")
    full = await hugo.types("#learning", "/learn lunches")
    assert isinstance(full, CommandResult)
    assert full.message is not None
    assert "*Full*: sign up to wait in line" in full.message.all_text
    await ana.presses(card, "Add to calendar")
    link = await company.whispered(ana, "Open it in a web calendar")
    assert "https://calendar.google.com/calendar/render?action=TEMPLATE" in link.all_text
    await ana.presses(card, "Leave")
    await shows(company, card, "0 of 1 seat")


async def test_a_button_on_an_old_card_says_what_became_of_the_lunch(company: Company) -> None:
    ana, ben = company.ana, company.ben
    card = await proposed(company, ben)
    await ana.presses(card, "Sign up")
    await shows(company, card, "1 signed up")
    company.sandbox.advance(noon(company, ben).astimezone(UTC) - company.clock.now() + timedelta(minutes=1))
    await ana.presses(company.card(card.ts), "Leave")
    await company.whispered(ana, "has begun already")


async def test_afterwards_people_look_back_and_a_learner_becomes_a_teacher(company: Company) -> None:
    ana, ben, hugo, kate = company.ana, company.ben, company.hugo, company.kate
    card = await proposed(company, ben, **{"What will people take away?": "Manifests #kubernetes"})
    for who in (ana, hugo, kate):
        await who.presses(card, "Sign up")
    await shows(company, card, "3 signed up")
    end = noon(company, ben) + timedelta(minutes=45)
    await until(company, end + timedelta(minutes=2))
    await shows(company, card, "It's over")
    for number, who in enumerate((ana, hugo, kate)):
        question = await company.hears(who, "Were you there?")
        await who.presses(question, "I was there")
        asks = await company.hears(who, "What did you make of it?")
        await who.presses(asks, "Give feedback")
        await who.submits({"How was it?": str(5 - number), "What will you use?": f"Idea {number}"})
    told = await company.hears(ben, "4.0 of 5, from 3 answers")
    assert "Idea 2" in told.all_text
    for who in (ana, hugo, kate):
        assert who.id not in told.all_text
    roll = await company.hears(ben, "Who was there?")
    await ben.presses(roll, "Who was there?")
    await ben.submits({"They were there": ["Ana", "Hugo"]})
    await company.hears(ben, "2 of 3 people came")
    await ben.closes()
    await ben.presses(company.card(card.ts), "lunches.more", "Add recording or slides")
    await ben.submits(
        {"Recording": "https://video.example.com/k8s", "Slides": "https://slides.example.com/k8s"}
    )
    channel = company.sandbox.workspace.channel("#learning")
    thread = await company.sandbox.until(lambda: channel.threads.get(card.ts))
    assert "https://video.example.com/k8s" in thread[0].all_text
    assert "https://slides.example.com/k8s" in thread[0].all_text
    found = await kate.types("#general", "/learn find kubernetes manifests")
    assert isinstance(found, CommandResult)
    assert found.message is not None
    assert "https://video.example.com/k8s" in found.message.all_text

    await until(company, end + timedelta(days=14, minutes=1))
    asked = await company.hears(ana, "Have you used what you learned?")
    await ana.presses(asked, "Yes, I have")
    await company.hears(ana, "You have used it.")
    await ana.presses(asked, "Yes, ask me")
    hugos = await company.hears(hugo, "Have you used what you learned?")
    await hugo.presses(hugos, "Rather not")
    await company.hears(hugo, "No questions on #kubernetes for you then.")
    await company.hears(ana, "You answer questions on #kubernetes now")
    assert not [m for m in kate.dm if "Have you used" in m.all_text], "Kate was not there"
    assert "became_teacher" in await company.logged()


async def test_a_file_that_slack_took_before_the_line_broke_is_not_sent_twice(company: Company) -> None:
    ana, ben = company.ana, company.ben
    card = await proposed(company, ben)
    company.sandbox.faults.next("files.completeUploadExternal", "drop_after")
    await ana.presses(card, "Sign up")
    await company.hears(ana, "open this file to add it")
    await company.passes(minutes=5)
    row = await company.sandbox.until(
        lambda: [c for c in company.sandbox.calls if c.method == "conversations.history"], 15
    )
    assert row
    await company.passes(minutes=5)
    assert len([m for m in ana.dm if m.files]) == 1
