"""Who says what answers a question, how they say it, and how they take it back."""

from sandbox import Message, Person
from tests.stories.company import Company

TICK = "white_check_mark"


async def replied(company: Company, card: Message, who: Person, words: str) -> Message:
    before = "reply" in card.all_text and card.data.get("reply_count", 0)
    reply = await who.types("#learning", words, thread=card)
    assert isinstance(reply, Message)
    await company.sandbox.until(lambda: f"{int(before) + 1} repl" in company.card(card.ts).all_text)
    return reply


async def state(company: Company, card: Message, words: str) -> None:
    await company.sandbox.until(lambda: words in company.card(card.ts).all_text)


async def test_a_tick_accepts_and_taking_it_away_takes_it_back(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ben, "Press its name.")
    await company.ana.reacts(reply, TICK)
    await state(company, card, "✅\u00a0Answered")
    await company.ana.unreacts(reply, TICK)
    await state(company, card, "💬\u00a0Open")
    assert await company.logged() == ["asked", "answered", "accepted", "withdrew"]


async def test_other_reactions_and_other_messages_mean_nothing(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ben, "Press its name.")
    elsewhere = await company.ben.types("#learning", "Lunch?")
    assert isinstance(elsewhere, Message)
    await company.ana.reacts(reply, "thumbsup")
    await company.ana.reacts(elsewhere, TICK)
    await company.ana.reacts(card, TICK)
    await company.ana.reacts(reply, TICK)
    await state(company, card, "✅\u00a0Answered")
    assert await company.logged() == ["asked", "answered", "accepted"]


async def test_the_shortcut_accepts_and_a_facilitator_may(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ben, "Press its name.")
    await company.chiara.uses("Accept as answer", reply)
    await company.whispered_in_thread(company.chiara, card, "Marked as the answer")
    await state(company, card, "✅\u00a0Answered")
    await company.hears(company.ana, "is answered by")


async def test_anyone_else_is_told_who_can(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ben, "Press its name.")
    await company.ben.uses("Accept as answer", reply)
    await company.whispered_in_thread(company.ben, card, "Only Ana, who asked, or a facilitator")
    await company.hugo.reacts(reply, TICK)
    await company.whispered_in_thread(company.hugo, card, "Only Ana, who asked, or a facilitator")
    assert await company.logged() == ["asked", "answered"]


async def test_another_reply_can_take_its_place(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    first = await replied(company, card, company.ben, "Leave it.")
    second = await replied(company, card, company.kate, "Press its name, then Mute.")
    await company.ana.reacts(first, TICK)
    await state(company, card, "Leave it.")
    await company.ana.uses("Accept as answer", second)
    await state(company, card, "Press its name, then Mute.")
    assert await company.logged() == ["asked", "answered", "answered", "accepted", "accepted"]


async def test_it_can_be_opened_again_by_the_asker_and_nobody_else(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ben, "Press its name.")
    await company.ana.reacts(reply, TICK)
    await state(company, card, "✅\u00a0Answered")
    await company.hugo.presses(company.card(card.ts), "questions.more", "Open it again")
    await company.whispered(company.hugo, "Only Ana, who asked, or a facilitator")
    await company.ana.presses(company.card(card.ts), "questions.more", "Open it again")
    await company.whispered(company.ana, "It's open again")
    await state(company, card, "💬\u00a0Open")


async def test_not_yet_keeps_it_open_until_the_next_reply(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    await replied(company, card, company.ben, "Ask Kate.")
    question = await company.hears(company.ana, "Did this answer it?")
    await company.ana.presses(question, "Not yet")
    await company.hears(company.ana, "stays open")
    assert len(company.ana.dm) == 1
    await replied(company, card, company.kate, "Press its name.")
    await company.sandbox.until(lambda: len(company.ana.dm) == 2)
    assert "Press its name." in company.ana.dm[-1].all_text


async def test_more_replies_join_the_question_that_was_not_answered_yet(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    await replied(company, card, company.ben, "Ask Kate.")
    await company.hears(company.ana, "Ask Kate.")
    await replied(company, card, company.kate, "Press its name.")
    await company.hears(company.ana, "Press its name.")
    assert len(company.ana.dm) == 1


async def test_an_askers_own_reply_asks_them_nothing_but_can_be_the_answer(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ana, "Found it: press its name.")
    await company.ana.reacts(reply, TICK)
    await state(company, card, "✅\u00a0Answered")
    assert company.ana.dm == []


async def test_edits_and_deletions_are_followed(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await replied(company, card, company.ben, "Pres its nam.")
    await company.ana.reacts(reply, TICK)
    await state(company, card, "Pres its nam.")
    await company.ben.edits(reply, "Press its name.")
    await state(company, card, "Press its name.")
    await company.ben.deletes(reply)
    await state(company, card, "no replies yet")
    assert "💬\u00a0Open" in company.card(card.ts).all_text
    assert await company.logged() == ["asked", "answered", "accepted", "edited", "deleted"]


async def test_what_apps_post_in_the_thread_is_no_answer(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    company.bot_says("#learning", "I'm a bot.", thread=card)
    await replied(company, card, company.ben, "Press its name.")
    assert await company.logged() == ["asked", "answered"]


async def test_a_message_that_is_no_reply_cannot_be_accepted(company: Company) -> None:
    said = await company.ben.types("#learning", "Good morning!")
    assert isinstance(said, Message)
    await company.ana.uses("Accept as answer", said)
    await company.whispered(company.ana, "That message isn't a reply to a question.")


async def test_followers_hear_of_it_and_those_who_stopped_do_not(company: Company) -> None:
    card = await company.asked(company.ana, "How do I mute a channel?")
    for person in (company.hugo, company.kate):
        await person.presses(card, "Follow")
    await company.whispered(company.kate, "You now follow")
    await company.sandbox.until(lambda: "Follow (2)" in company.card(card.ts).all_text)
    await company.kate.presses(company.card(card.ts), "questions.more", "Stop following")
    await company.whispered(company.kate, "You no longer follow")
    reply = await replied(company, card, company.ben, "Press its name.")
    await company.ana.reacts(reply, TICK)
    await company.hears(company.hugo, "is answered by")
    assert company.kate.dm == []


async def test_a_card_that_an_admin_deletes_takes_its_question_along(company: Company) -> None:
    card = await company.asked(company.ana, "Where is the secret plan?")
    await company.grace.deletes(card)
    await company.settled()
    result = await company.ben.types("#learning", "/learn find secret plan")
    assert not isinstance(result, Message)
    assert result.message is not None
    assert "I found nothing" in result.message.all_text
