"""The bot goes away and comes back: nothing that was said meanwhile is lost."""

from sandbox import Message
from tests.stories.company import Company


async def test_replies_from_while_the_bot_was_away_are_heard_when_it_is_back(company: Company) -> None:
    card = await company.asked(company.ana, "Who heard this?")
    await company.ben.types("#learning", "I did, before.", thread=card)
    await company.settled()
    await company.stops()
    await company.kate.types("#learning", "And I, meanwhile.", thread=card)
    await company.hugo.types("#learning", "A message beside it.")
    company.sandbox.delivery.stop()
    await company.starts()
    await company.sandbox.until(lambda: "2 replies" in company.card(card.ts).all_text)
    assert await company.logged() == ["asked", "answered", "answered"]
    await company.hears(company.ana, "And I, meanwhile.")


async def test_a_card_that_was_owed_when_the_bot_stopped_is_posted_when_it_starts(company: Company) -> None:
    company.sandbox.faults.next("chat.postMessage", "server_error", times=1)
    result = await company.ana.types("#learning", "/learn Is this kept?")
    assert not isinstance(result, Message)
    assert result.ok
    await company.stops()
    assert company.cards() == []
    await company.starts()
    await company.sandbox.until(company.cards, 15)
    assert len(company.cards()) == 1
