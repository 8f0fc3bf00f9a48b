"""People thank each other: by command, by form, by reaction, by a press; and take it back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from learning.workspace import preferences
from sandbox import Message
from tests.stories.company import Company
from tests.stories.kudos.thanking import card, cards, chosen, gone, told

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


async def test_the_form_thanks_once_and_refuses_at_its_fields(company: Company) -> None:
    ana, whom = company.ana, "Whom would you like to thank?"
    await ana.types("#learning", "/kudos")
    refused = await ana.submits({whom: ["ana"], "What for?": "for joins"})
    assert refused.errors == {whom: "That's you! Whom else would you like to thank?"}
    refused = await ana.submits({whom: ["ben"], "What for?": "🎉"})
    assert list(refused.errors) == ["What for?"]
    sent = await ana.submits(
        {
            whom: ["ben", "kate"],
            "What for?": "for explaining joins",
            "Topics": ["postgres"],
        }
    )
    assert sent.ok, sent.errors
    assert ana.modal is not None
    assert "3 more people today" in ana.modal.all_text
    assert "#postgres" in (await card(company, "explaining joins")).all_text
    assert await company.logged() == ["thanked", "thanked"]


REFUSED = {
    "nobody": ("for joins", "Whom would you like to thank?"),
    "no reason": ("@ben", "What is it for?"),
    "only emoji": ("@ben :tada: 🎉", "What is it for?"),
    "only tags": ("@ben #postgres", "What is it for?"),
    "oneself": ("@ana for joins", "That's you!"),
    "a channel": ("@channel for joins", "A group can't be thanked as one"),
    "everyone among others": ("@ben @everyone for joins", "A group can't be thanked as one"),
    "nobody's name": ("@zebedee for joins", "I don't know anyone here called zebedee."),
    "somebody gone": ("@noor for joins", "left the workspace"),
    "an app": ("@teachback for joins", "only people can be thanked"),
    "a novel": ("@ben for " + "joins and more " * 666, "thanks have room for 1,000"),
}


@pytest.mark.parametrize(("typed", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_be_thanked_is_a_sentence_and_comes_back(
    company: Company, typed: str, words: str
) -> None:
    said = await told(company.ana, f"/kudos {typed}")
    assert words in said.all_text
    assert "This is what you typed" in said.all_text
    assert await company.logged() == []
    assert company.sandbox.complaints == []


ODD = {
    "right to left": "شكرا على الشرح שלום",
    "a broadcast": "for <!channel> waking @channel and @here",
    "mrkdwn": "for *bold _it ~x~ `code` ```block``` > and & more",
    "emoji too": "🎉👩🏽‍🚀 for flying",
    "a mention": "for helping @kate out, see #general",
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
async def test_odd_words_are_shown_once_and_broadcast_nothing(company: Company, words: str) -> None:
    await told(company.ana, f"/kudos @ben {words}")
    await card(company, company.ben.mention)
    await company.hears(company.ben, "thanks you")
    assert company.kate.dm == []
    assert company.sandbox.workspace.broadcasts == []
    assert company.sandbox.complaints == []


async def test_a_private_channel_keeps_its_thanks(company: Company) -> None:
    general = company.sandbox.workspace.channel("#general")
    await chosen(company, kudos_channel=general.id)
    await told(company.chiara, "/kudos @ben for the secret plan", "#learning-admins")
    await card(company, "the secret plan", "#learning-admins")
    await company.hears(company.ben, "the secret plan")
    assert cards(company, "#general") == []
    await company.chiara.types("#learning-admins", "/kudos")
    assert company.chiara.modal is not None
    assert "shown nowhere else" in company.chiara.modal.all_text


async def test_a_guest_thanks_and_somebody_deactivated_does_not(company: Company) -> None:
    await told(company.mei, "/kudos @ben for the tour")
    await company.hears(company.ben, "the tour")
    await company.hugo.changes(deleted=True)
    await company.settled()
    channel = company.sandbox.workspace.channel("#learning")
    words = f"<@{company.ben.id}|ben> for joins"
    result = await company.sandbox.interactions.command(company.hugo.user, channel, "/kudos", words)
    assert result.message is not None
    assert "deactivated" in result.message.all_text
    assert await company.logged() == ["thanked"]


async def test_the_allowance_is_told_and_reactions_hold_it_quietly(company: Company) -> None:
    await chosen(company, kudos_allowance=1)
    said = [await company.ben.types("#learning", f"Tip {number}") for number in range(3)]
    for message in said:
        assert isinstance(message, Message)
        await company.ana.reacts(message, "tada")
    await company.hears(company.ana, "You have given all 1 thanks of today")
    assert "Tomorrow there are 1 more" in (await told(company.ana, "/kudos @kate for joins")).all_text
    await company.settled()
    assert len(company.ana.dm) == 1
    assert await company.logged() == ["thanked"]
    await company.passes(days=1)
    await told(company.ana, "/kudos @kate for joins")
    assert await company.logged() == ["thanked", "thanked"]


async def test_reacting_to_oneself_or_to_the_bot_thanks_nobody(company: Company) -> None:
    own = await company.ana.types("#learning", "I did it!")
    assert isinstance(own, Message)
    question = await company.asked(company.kate, "Is this a card?")
    await company.ana.reacts(own, "tada")
    await company.ana.reacts(question, "tada")
    assert await company.logged() == ["asked"]


async def test_an_accepted_answer_is_thanked_with_one_press_by_asker_and_follower(company: Company) -> None:
    question = await company.asked(company.ana, "How do I mute a channel?")
    await company.hugo.presses(question, "Follow")
    await company.whispered(company.hugo, "You now follow")
    reply = await company.ben.types("#learning", "Press its name.", thread=question)
    assert isinstance(reply, Message)
    await company.ana.presses(await company.hears(company.ana, "Did this answer it?"), "Accept")
    news = await company.hears(company.ana, "is answered by")
    for _ in range(2):
        await company.ana.presses(news, "Thank them")
    await company.sandbox.until(
        lambda: [m for m in company.ana.dm if "You thanked" in m.all_text and "already" in m.all_text]
    )
    await company.hugo.presses(await company.hears(company.hugo, "is answered by"), "Thank them")
    await company.hears(company.ben, "for answering “How do I mute a channel?”")
    await company.sandbox.until(
        lambda: len([m for m in company.ben.dm if "for answering" in m.all_text]) == 2
    )
    assert (await company.logged()).count("thanked") == 2
    assert not [m for m in company.ben.dm if "Thank them" in str(m.buttons)]


async def test_who_asked_without_their_name_is_offered_no_press(company: Company) -> None:
    await company.ana.types("#learning", "/learn")
    await company.ana.submits({"Your question": "What is a join?", "Your name": ["Ask without my name"]})
    question = (await company.sandbox.until(company.cards))[0]
    await company.ben.types("#learning", "A pair of tables.", thread=question)
    await company.ana.presses(await company.hears(company.ana, "Did this answer it?"), "Accept")
    news = await company.hears(company.ana, "is answered by")
    assert "Thank them" not in str(news.buttons)


async def test_mine_and_home_show_what_only_oneself_sees(company: Company) -> None:
    await told(company.ben, "/kudos @ana for explaining joins")
    await company.passes(minutes=1)
    await company.hears(company.ben, "First thanks")
    mine = await told(company.ana, "/kudos mine")
    assert "1 in all" in mine.all_text
    assert "explaining joins" in mine.all_text
    await company.ana.opens_home()
    home = await company.sandbox.until(lambda: company.ana.home)
    assert "explaining joins" in home.all_text
    await company.ana.presses(home, "Thank someone")
    assert company.ana.modal is not None
    await company.ana.closes()
    await company.ben.opens_home()
    home = await company.sandbox.until(lambda: company.ben.home)
    assert "First thanks" in home.all_text
    assert ":tada:" in (await told(company.ana, "/kudos help")).all_text
    taking = await told(company.ben, "/kudos mine")
    await company.ben.presses(taking, "Take it back")
    await gone(company, company.ana, "explaining joins")


async def test_quiet_hours_keep_the_word_until_morning(company: Company) -> None:
    team = company.sandbox.workspace.team_id
    quiet = {"quiet_from": "08:00", "quiet_until": "12:00"}
    await company.database.run(preferences.put, team, company.ben.id, **quiet)
    await told(company.ana, "/kudos @ben for explaining joins")
    await card(company, "explaining joins")
    assert company.ben.dm == []
    await company.passes(hours=3)
    await company.hears(company.ben, "explaining joins")
