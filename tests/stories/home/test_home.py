"""Home: what is mine now, and one press to everything else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest

from sandbox import CommandResult, Person, View
from tests.stories.company import Company

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)
DOORS = [
    "Ask a question",
    "Find an answer",
    "Coming lunches",
    "Circles",
    "Offer to teach",
    "Propose a lunch",
    "What's wanted",
]


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        yield opened


async def home(company: Company, who: Person, words: str = "Hello") -> View:
    """Someone's Home once it says so."""
    await who.opens_home()
    return await shows(company, who, words)


async def shows(company: Company, who: Person, words: str) -> View:
    return await company.sandbox.until(
        lambda: who.home if who.home is not None and words in who.home.all_text else None
    )


async def lacks(company: Company, who: Person, words: str) -> View:
    return await company.sandbox.until(
        lambda: who.home if who.home is not None and words not in who.home.all_text else None
    )


async def over(company: Company, who: Person, words: str) -> View:
    """The page that comes over what someone looks at, once it says so."""
    return await company.sandbox.until(
        lambda: who.modals[-1] if who.modals and words in who.modals[-1].all_text else None
    )


async def told(person: Person, text: str) -> None:
    result = await person.types("#learning", text)
    assert isinstance(result, CommandResult)
    assert result.ok, result


async def test_a_newcomer_is_welcomed_and_shown_one_first_step(company: Company) -> None:
    tab = await home(company, company.hugo)
    assert "Hello, Hugo" in tab.all_text
    assert "A good first step" in tab.all_text
    assert tab.buttons[: len(DOORS)] == DOORS


async def test_the_messages_tab_draws_nothing(company: Company) -> None:
    await company.hugo.opens_home("messages")
    await company.settled()
    assert company.hugo.home is None


async def test_a_question_is_asked_from_home_and_stands_there_until_it_is_answered(company: Company) -> None:
    ana = company.ana
    await ana.presses(await home(company, ana), "Ask a question")
    assert (await ana.submits({"Your question": "How do I mute a channel?", "Channel": "#learning"})).ok
    tab = await shows(company, ana, "How do I mute a channel?")
    assert "no replies yet" in tab.all_text
    card = (await company.sandbox.until(company.cards))[0]
    reply = await company.ben.types("#learning", "Press its name.", thread=card)
    await company.settled()
    assert "1 reply" in (await home(company, ana, "1 reply")).all_text
    await ana.reacts(reply, "white_check_mark")
    await company.settled()
    await ana.opens_home()
    await lacks(company, ana, "How do I mute a channel?")


async def test_forms_on_home_begin_with_the_channel_for_all_that_was_asked_in_last(company: Company) -> None:
    ana = company.ana
    await company.asked(company.ben, "Where is the coffee?")
    await company.asked(company.chiara, "Who may see this?", "#learning-admins")
    await ana.presses(await home(company, ana), "Ask a question")
    assert (await ana.submits({"Your question": "Where is the tea?"})).ok
    cards = await company.sandbox.until(lambda: company.cards()[1:])
    assert "Where is the tea?" in cards[0].all_text
    await ana.presses(await home(company, ana), "Propose a lunch")
    values = {"Title": "Tea", "Date": company.clock.now().date() + timedelta(days=3), "Time": time(12)}
    assert (await ana.submits(values)).ok


async def test_an_anonymous_question_is_on_its_askers_home_and_on_nobody_elses(company: Company) -> None:
    ana = company.ana
    await ana.presses(await home(company, ana), "Ask a question")
    await ana.submits(
        {
            "Your question": "What is a pull request?",
            "Channel": "#learning",
            "Your name": ["Ask without my name"],
        }
    )
    assert "without your name" in (await shows(company, ana, "What is a pull request?")).all_text
    for other in (company.ben, company.chiara, company.grace):
        assert "pull request" not in (await home(company, other)).all_text


async def test_who_was_named_for_a_question_sees_it_on_home_and_passes(company: Company) -> None:
    await told(company.ben, "/teach postgres ten years")
    await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.passes(seconds=5)
    tab = await home(company, company.ben, "Waiting for you")
    assert "How do I find slow queries?" in tab.all_text
    assert "you offer to teach #postgres" in tab.all_text
    await company.ben.presses(tab, "Not me")
    assert "slow queries" not in (await lacks(company, company.ben, "Waiting for you")).all_text


async def test_a_reply_ends_the_waiting(company: Company) -> None:
    await told(company.ben, "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.passes(seconds=5)
    await home(company, company.ben, "Waiting for you")
    await company.kate.types("#learning", "pg_stat_statements.", thread=card)
    await company.settled()
    await company.ben.opens_home()
    await lacks(company, company.ben, "Waiting for you")


async def test_what_one_teaches_is_changed_from_home(company: Company) -> None:
    ben = company.ben
    await ben.presses(await home(company, ben), "Offer to teach")
    await ben.submits({"What could you teach?": ["postgres"]})
    tab = await shows(company, ben, "You teach")
    assert "#postgres\n3 of 3 requests left this week" in tab.all_text
    await ben.presses(tab, "Change")
    await ben.presses(await over(company, ben, "Withdraw"), "Pause for a while")
    await ben.submits({"Until when shall I ask you nothing?": "2026-03-20"})
    await shows(company, ben, "paused until")
    await ben.closes(ben.modals[0])
    await ben.presses(await shows(company, ben, "paused until"), "Change")
    await ben.presses(ben.modals[-1], "Withdraw")
    await over(company, ben, "You no longer offer #postgres")
    await lacks(company, ben, "You teach")


async def test_what_is_known_is_found_from_home_or_asked(company: Company) -> None:
    card = await company.asked(company.ana, "How do I rebase?")
    await company.ben.types("#learning", "Make a branch first.", thread=card)
    await company.settled()
    hugo = company.hugo
    for words, shown in (
        ("rebase", "How do I rebase?"),
        ("kubernetes", "I found nothing about “kubernetes”"),
    ):
        await hugo.presses(await home(company, hugo), "Find an answer")
        assert (await hugo.submits({"What are you looking for?": words})).ok
        assert hugo.modal is not None
        assert shown in hugo.modal.all_text
    await hugo.presses(hugo.modal, "Ask it")
    assert hugo.modal.title == "Ask a question"
    await hugo.submits({"Channel": "#learning"})
    await shows(company, hugo, "kubernetes")


async def test_what_is_wanted_and_the_form_for_a_lunch_are_a_press_away(company: Company) -> None:
    await told(company.ana, "/learn topic rust")
    kate = company.kate
    await kate.presses(await home(company, kate), "What's wanted")
    assert kate.modal is not None
    assert "1 wish · no teacher" in kate.modal.all_text
    await kate.presses(kate.modal, "I can teach this")
    assert kate.modal.title == "Teach"
    await kate.submits({})
    await shows(company, kate, "#rust\n3 of 3 requests left this week")
    await kate.presses(await home(company, kate), "Propose a lunch")
    assert "Title" in kate.modal.all_text


async def lunch(company: Company, host: Person, title: str, seats: str = "1") -> None:
    await host.presses(await home(company, host), "Propose a lunch")
    result = await host.submits(
        {
            "Title": title,
            "Date": "2026-03-12",
            "Time": "12:00",
            "Seats": seats,
            "Channel": "#learning",
        }
    )
    assert result.ok, result
    await shows(company, host, title)
    for modal in reversed(host.modals):
        await host.closes(modal)


async def test_lunches_are_joined_and_left_from_home(company: Company) -> None:
    ana, kate = company.ana, company.kate
    await lunch(company, company.ben, "Indexes that help")
    for person, said in ((ana, "You're in"), (kate, "number 1")):
        await person.presses(await home(company, person), "Coming lunches")
        assert person.modal is not None
        await person.presses(person.modal, "Sign up")
        await over(company, person, said)
    assert "✅ You have a seat" in (await shows(company, ana, "Coming up")).all_text
    assert "You are number 1 in line" in (await shows(company, kate, "Coming up")).all_text
    await ana.presses(await home(company, ana), "Leave")
    await lacks(company, ana, "Coming up")
    tab = await home(company, kate, "A seat is held for you")
    await kate.presses(tab, "Take the seat")
    await shows(company, kate, "✅ You have a seat")


async def test_a_host_finds_their_menu_on_home(company: Company) -> None:
    ben = company.ben
    await lunch(company, ben, "Indexes that help")
    tab = await home(company, ben, "You host this one")
    await ben.presses(tab, "lunches.more", "Close sign-ups")
    await over(company, ben, "Sign-ups")
    await ben.closes()
    await ben.presses(await home(company, ben), "lunches.more", "Cancel")
    assert ben.modal is not None
    await ben.submits({"Why?": "I am ill."})
    await lacks(company, ben, "You host this one")


async def test_a_stale_press_on_home_says_why_and_the_page_is_true_again(company: Company) -> None:
    ana = company.ana
    await lunch(company, company.ben, "Indexes that help")
    await ana.presses(await home(company, ana), "Coming lunches")
    stale = ana.modals[-1]
    await company.ben.presses(await home(company, company.ben), "lunches.more", "Cancel")
    await company.ben.submits({"Why?": "I am ill."})
    await ana.presses(stale, "Sign up")
    await over(company, ana, "was cancelled")
    assert "Coming up" not in (await home(company, ana)).all_text


async def test_thanks_are_given_and_read_on_home(company: Company) -> None:
    ana, ben = company.ana, company.ben
    await ana.presses(await home(company, ana), "Thank someone")
    assert (
        await ana.submits(
            {"Whom would you like to thank?": [ben.name], "What for?": "for patience with my branches"}
        )
    ).ok
    tab = await home(company, ben, "Thanks you received")
    assert "for patience with my branches" in tab.all_text
    await ben.presses(tab, "All of mine")
    await over(company, ben, "for patience with my branches")


async def test_facilitators_see_what_found_nobody(company: Company) -> None:
    chiara = company.chiara
    assert "Nothing else waits for you here" in (await home(company, chiara, "For facilitators")).all_text
    assert "For facilitators" not in (await home(company, company.ben)).all_text
    assert "For admins" not in (await home(company, chiara)).all_text
    await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.passes(seconds=5)
    for _ in range(3):
        await company.passes(days=1)
    assert "How do I find slow queries?" in (await home(company, chiara, "Who could know?")).all_text


async def test_a_facilitator_begins_a_circle_from_home(company: Company) -> None:
    chiara = company.chiara
    await chiara.presses(await home(company, chiara, "For facilitators"), "New circle")
    assert chiara.modal is not None
    assert chiara.modal.title == "Begin a circle"


async def test_a_facilitator_takes_over_from_home(company: Company) -> None:
    await lunch(company, company.ben, "Indexes that help")
    await company.ben.changes(deleted=True)
    await company.settled()
    await company.passes(seconds=5)
    chiara = company.chiara
    await chiara.presses(await home(company, chiara, "has no host any more"), "I'll host it")
    await over(company, chiara, "You host")
    assert "🎤 You host this one" in (await home(company, chiara, "Coming up")).all_text


async def test_facilitators_see_what_nobody_teaches_and_offer_it(company: Company) -> None:
    for person in (company.ana, company.ben, company.kate):
        await told(person, "/learn topic rust")
    chiara = company.chiara
    await chiara.presses(await home(company, chiara, "3 people want it"), "I can teach this")
    await chiara.submits({})
    await lacks(company, chiara, "3 people want it")


async def test_admins_see_what_is_not_chosen_and_what_it_means_and_choose(company: Company) -> None:
    grace = company.grace
    tab = await home(company, grace, "For admins")
    assert "*Questions* are asked wherever people type `/learn`." in tab.all_text
    await grace.presses(tab, "Choose a channel")
    assert (await grace.submits({"Questions": "#learning"})).ok
    await lacks(company, grace, "are asked wherever people type")


async def test_admins_see_what_was_said_and_why_the_rest_was_not(company: Company) -> None:
    grace = company.grace
    await company.asked(company.ana, "How do I mute a channel?")
    await company.sandbox.until(lambda: bool(company.cards()))
    company.sandbox.faults.next("chat.postMessage", "fatal:is_archived")
    await told(company.kate, "/learn Where is the key?")
    await company.hears(company.kate, "I couldn't post your question")
    tab = await home(company, grace, "1 failed")
    assert "the card of a question" in tab.all_text
    assert "that channel is archived" in tab.all_text
    await grace.presses(tab, "Why?")
    await over(company, grace, "message did not go out as planned")


async def test_admins_look_at_the_week_from_home(company: Company) -> None:
    grace = company.grace
    await company.asked(company.ana, "How do I mute a channel?")
    await told(company.ana, "/kudos @ben for explaining it")
    await grace.presses(await home(company, grace, "For admins"), "The week so far")
    page = await over(company, grace, "week")
    # A page shows no charts: it says the eight weeks in words.
    assert "Asked: 0, 0, 0, 0, 0, 0, 0, 1" in page.all_text
    assert "Kudos given: 0, 0, 0, 0, 0, 0, 0, 1" in page.all_text


@pytest.mark.parametrize("door", ["home.why", "home.week", "settings.open", "roles.open"])
async def test_doors_of_admins_open_for_admins_only(company: Company, door: str) -> None:
    """Whatever their Home shows: the verb looks at who asks."""
    grace = company.grace
    company.sandbox.faults.next("chat.postMessage", "fatal:is_archived")
    await told(company.kate, "/learn Where is the key?")
    await company.hears(company.kate, "I couldn't post your question")
    tab = await home(company, grace, "1 failed")
    await company.stops()
    company.use(teachback_admins="")
    grace.user.is_admin = False
    await company.starts()
    await grace.presses(tab, door)
    await over(company, grace, "admins")


async def test_circles_are_found_from_home_without_a_command(company: Company) -> None:
    await company.ana.presses(await home(company, company.ana), "Circles")
    assert company.ana.modal is not None
    assert "circle" in company.ana.modal.all_text.casefold()
