"""Whoever had their data deleted is named in nothing any more that the bot told others."""

import json

import pytest

from sandbox import Message, Person
from tests.stories.circles.test_formats import begun, company, either, replied, shows
from tests.stories.company import Company
from tests.stories.home.test_home import over
from tests.stories.kudos.test_roundup import WEEK, chosen, roundups
from tests.stories.kudos.thanking import told
from tests.stories.privacy.test_privacy import prefers

__all__ = ["company", "either"]


def naming(company: Company, who: Person, words: str = "ofana") -> list[Message]:
    """What others have from the bot that names somebody, or has their words."""
    bot, own = (
        company.sandbox.workspace.bot.id,
        company.sandbox.workspace.dm(who.id, company.sandbox.workspace.bot.id).id,
    )
    return [
        message
        for message in company.sandbox.workspace.messages()
        if message.user == bot and message.channel != own and _shows(message, who.id, words)
    ]


def _shows(message: Message, *words: str) -> bool:
    shown = json.dumps([message.text, message.blocks])
    return any(word in shown for word in words)


async def forgotten(company: Company, who: Person) -> None:
    """They have their data deleted, and time passes until nothing names them."""
    assert naming(company, who)
    await prefers(company, who, "Delete my data")
    assert who.modal is not None
    assert "in counts of people you are no more" in who.modal.all_text
    assert (await who.submits({"Are you sure?": ["Yes, delete my data. It can't be brought back."]})).ok
    await over(company, who, "Done: I hold nothing of yours any more")
    await company.passes(minutes=3)
    await company.sandbox.until(lambda: not naming(company, who))


async def test_an_open_discussion_asks_someone(company: Company) -> None:
    card = await begun(company, "Open discussion")
    await company.ana.types("#learning", "A story of mine.", thread=card)
    await company.settled()
    await company.passes(days=1, minutes=1)
    await replied(company, card, "1 person joined in")
    await forgotten(company, company.ana)
    await replied(company, card, "1 person joined in, with 1 reply: someone.")
    assert company.ben.mention in company.card(card.ts).all_text


async def test_whose_turn_it_was_is_not_told_any_more(company: Company) -> None:
    card = await begun(company, "A round: each is asked in turn")
    await company.passes(days=1, minutes=1)
    await replied(company, card, "what do you say?")
    await company.passes(days=1, minutes=1)
    await forgotten(company, company.ana)
    assert "Pass" not in str(
        [m.buttons for m in company.sandbox.workspace.messages() if "someone, what" in m.text]
    )


async def test_a_debate_goes_on_between_the_others_and_someone(company: Company) -> None:
    card = await begun(company, "Debate: two sides, and a vote before and after")
    await shows(company, card, "the vote ends")
    await company.passes(hours=2, minutes=1)
    sides = await replied(company, card, "the sides are drawn by lot")
    assert company.ana.mention in sides.all_text
    await forgotten(company, company.ana)
    sides = await replied(company, card, "the sides are drawn by lot")
    assert "someone" in sides.all_text
    assert company.ben.mention in sides.all_text
    await company.passes(days=1)
    await shows(company, card, "now that you have heard both sides?")


async def test_a_topic_for_coffee_loses_its_words_and_whose_it_was(company: Company) -> None:
    card = await begun(company, "Lean coffee: topics gathered and voted for")
    card = await shows(company, card, "The vote opens")
    for who, text in ((company.ana, "Night shifts ofana"), (company.ben, "Tea")):
        await who.presses(card, "Add a topic")
        assert (await who.submits({"What would you like to talk about?": text})).ok
        await who.closes()
    card = await shows(company, card, "Tea")
    await company.chiara.presses(card, "Start the vote")
    card = await shows(company, card, "Nobody has voted yet")
    await company.passes(hours=2, minutes=1)
    await replied(company, card, "☕ *Night shifts ofana*")
    await forgotten(company, company.ana)
    await replied(company, card, "Brought by someone.")
    await replied(company, card, "1. (deleted by its author)")
    await company.chiara.presses(await shows(company, card, "Next topic"), "Next topic")
    await replied(company, card, "☕ *Tea*")


@pytest.mark.parametrize("last", [False, True])
async def test_a_roundup_names_only_others_and_goes_when_nobody_is_left(company: Company, last: bool) -> None:
    general = company.sandbox.workspace.channel("#general").id
    await chosen(company, kudos_channel=general, zone="Europe/Lisbon")
    await told(company.ben, "/kudos @ana for explaining joins")
    if not last:
        await told(company.ben, "/kudos @kate for explaining views")
        await told(company.ana, "/kudos @hugo for the night shift ofana")
    await company.passes(days=4, hours=7)
    await company.sandbox.until(lambda: roundups(company))
    await forgotten(company, company.ana)
    left = roundups(company)
    assert len(left) == (0 if last else 1)
    assert all(f"{WEEK} 2 people heard thanks" in one for one in left)
