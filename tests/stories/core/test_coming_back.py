"""The bot goes away and comes back: nothing that was said meanwhile is lost."""

import pytest

from sandbox import Message
from sandbox.state import events
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


async def test_a_channel_made_private_while_the_bot_was_away_keeps_its_questions_to_itself(
    company: Company,
) -> None:
    await company.asked(company.ana, "When is the secret launch?", "#general")
    await company.stops()
    company.sandbox.workspace.channel("#general").kind = "private"
    await company.starts()
    assert await _finds(company, "#learning") is False
    assert await _finds(company, "#general") is True


async def test_a_channel_made_private_keeps_its_questions_to_itself_at_once(company: Company) -> None:
    await company.asked(company.ana, "When is the secret launch?", "#general")
    assert await _finds(company, "#learning") is True
    channel = company.sandbox.workspace.channel("#general")
    channel.kind = "private"
    ts = company.sandbox.workspace.next_ts(company.sandbox.clock.now())
    notice = {"type": "message", "subtype": "channel_convert_to_private", "user": company.grace.id, "ts": ts}
    events.message(company.sandbox, channel, {**notice, "event_ts": ts})
    await company.settled()
    assert await _finds(company, "#learning") is False


async def _finds(company: Company, where: str) -> bool:
    result = await company.ben.types(where, "/learn find secret launch")
    assert not isinstance(result, Message)
    assert result.message is not None
    return "When is the secret launch?" in result.message.all_text


async def test_a_thread_that_cannot_be_read_again_does_not_keep_the_bot_from_the_rest(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    await company.asked(company.ana, "Who heard this?")
    await company.stops()
    company.sandbox.faults.next("conversations.replies", "fatal:thread_not_found")
    await company.starts()
    assert "thread_not_found" in caplog.text
