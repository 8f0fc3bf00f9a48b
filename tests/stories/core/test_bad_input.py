"""Rubbish, mischief and bad luck: a clear sentence or quietly right, nothing lost, nothing doubled."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest

from bot import errors
from sandbox import CommandResult, Message, User
from sandbox.wires.delivery import Answer
from tests.stories.company import Company

EVERY_EMOJI = "".join(chr(code) for code in range(0x1F600, 0x1F64F)) + "👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦"

ODD_QUESTIONS = {
    "every emoji": EVERY_EMOJI,
    "right to left": "كيف أكتب اختبارًا جيدًا؟ שלום",
    "a broadcast": "<!channel> <!here> <!everyone> wake up @channel @here @everyone",
    "a raw mention": "what does <@U0OEV8XWPE> think of <#C0NP7RAWGV|learning> & <!subteam^S1>?",
    "mrkdwn": "*bold _it ~x~ `code` ```block``` > quote\n> and & more",
    "HTML": "<script>alert('x')</script><b onclick=x>hi</b> &lt;&amp;amp;",
    "NUL and controls": "what\x00 is\x07 this\x1b[31m?",
    "a lone surrogate": "what is \udc00 this \ud83d?",
    "combining marks": "Z̸̧̛͍͈͙͙͎͚͉̱͍͙̬̈́̏̊͒a̷l̶g̵o ́́́́́?",
    "SQL": "'); DROP TABLE questions; -- %s {0} %(x)s",
    "a link": "see https://example.com/a?b=1&c=<2>|x for this?",
    "one letter": "x",
    "only tags": "#postgres #sql",
    "a template": "{{7*7}} ${jndi:ldap://x} %n",
    "long": "why " * 700,
}


@pytest.mark.parametrize("text", ODD_QUESTIONS.values(), ids=ODD_QUESTIONS.keys())
async def test_an_odd_question_is_asked_once_and_broadcasts_nothing(company: Company, text: str) -> None:
    result = await company.ana.types("#learning", f"/learn {text}")
    assert isinstance(result, CommandResult)
    assert result.ok, result
    await company.sandbox.until(company.cards)
    assert len(company.cards()) == 1
    assert company.sandbox.workspace.broadcasts == []
    assert company.sandbox.complaints == []
    card = company.cards()[0]
    await company.ben.types("#learning", f"My answer: {text}", thread=card)
    question = await company.hears(company.ana, "Did this answer it?")
    await company.ana.presses(question, "Accept")
    await company.sandbox.until(lambda: "✅\u00a0Answered" in company.cards()[0].all_text)
    found = await company.ben.types("#learning", f"/learn find {text}")
    assert isinstance(found, CommandResult)
    assert found.ok, found
    await company.hears(company.ben, "Your reply answered")
    assert not [b for b in company.sandbox.workspace.broadcasts if b.user == company.sandbox.workspace.bot.id]
    assert company.sandbox.complaints == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\t\n"])
async def test_nothing_typed_opens_the_form(company: Company, text: str) -> None:
    result = await company.ana.types("#learning", f"/learn {text}")
    assert isinstance(result, CommandResult)
    assert result.ok
    assert company.ana.modal is not None


async def test_ten_thousand_characters_come_back_with_a_sentence(company: Company) -> None:
    text = "What a long story this is. " * 400
    result = await company.ana.types("#learning", f"/learn {text}")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "a question has room for 3,000" in result.message.all_text
    assert result.message.all_text.count("What a long story") >= 390
    assert company.cards() == []


async def test_a_button_for_a_thing_that_is_not_there_says_so(company: Company) -> None:
    card = await company.asked(company.ana, "Is this here?")
    for value in ("999999", "0", "-1", "99999999999999999999999", "not a number", ""):
        for block in card.data["blocks"]:
            for element in block.get("elements", ()):
                if element.get("action_id") == "questions.follow":
                    element["value"] = value
        assert (await company.hugo.presses(card, "questions.follow")).ok
    told = [m for m in await _whispers(company, 6) if "isn't there any more" in m.all_text]
    assert len(told) == 6


async def _whispers(company: Company, many: int) -> list[Message]:
    def heard() -> list[Message]:
        found = [m for m in company.hugo.sees("#learning") if m.ephemeral]
        return found if len(found) >= many else []

    return await company.sandbox.until(heard)


async def test_a_form_sent_twice_asks_once(company: Company) -> None:
    await company.ana.types("#learning", "/learn")
    view = company.ana.modal
    assert view is not None
    values = {
        block["block_id"]: {block["element"]["action_id"]: {"type": block["element"]["type"]}}
        for block in view.blocks
        if block["type"] == "input"
    }
    values["question"]["questions.ask"]["value"] = "Is this sent twice?"
    await asyncio.gather(
        *(company.sandbox.interactions.submit(company.ana.user, view, values) for _ in range(2)),
        return_exceptions=True,
    )
    await company.sandbox.until(company.cards)
    assert await company.logged() == ["asked"]
    assert len(company.cards()) == 1


async def test_an_event_that_is_delivered_again_changes_nothing(company: Company) -> None:
    card = await company.asked(company.ana, "Is this heard twice?")
    company.sandbox.limits.acknowledge_seconds = 0.2
    company.sandbox.sockets.lose_acks(1)
    reply = await company.ben.types("#learning", "Once.", thread=card)
    assert isinstance(reply, Message)
    await company.settled()
    company.sandbox.sockets.lose_acks(1)
    await company.ana.reacts(reply, "white_check_mark")
    await company.settled()
    assert await company.logged() == ["asked", "answered", "accepted"]


async def test_someone_who_just_joined_can_ask_and_answer(company: Company) -> None:
    zoe = company.sandbox.hires(User(id="U0ZOE00001", name="zoe", real_name="Zoë Z.", tz="Asia/Tokyo"))
    await zoe.joins("#learning")
    card = await company.asked(zoe, "Where is the coffee?")
    reply = await zoe.types("#learning", "Found it.", thread=card)
    assert isinstance(reply, Message)
    await company.settled()
    assert await company.logged() == ["asked", "answered"]


async def test_a_guest_asks_and_finds_only_where_they_are(company: Company) -> None:
    await company.asked(company.chiara, "Where are the secret designs?", "#learning-admins")
    found = await company.mei.types("#learning", "/learn find secret designs")
    assert isinstance(found, CommandResult)
    assert found.message is not None
    assert "I found nothing" in found.message.all_text
    card = await company.asked(company.mei, "Who reviews my drafts?")
    reply = await company.ben.types("#learning", "Freya does.", thread=card)
    assert isinstance(reply, Message)
    await company.mei.reacts(reply, "white_check_mark")
    await company.sandbox.until(lambda: "Answered" in company.card(card.ts).all_text)


async def test_someone_deactivated_is_told_so_and_nothing_is_asked(company: Company) -> None:
    await company.hugo.changes(deleted=True)
    await company.settled()
    payload_user = company.hugo.user
    channel = company.sandbox.workspace.channel("#learning")
    result = await company.sandbox.interactions.command(payload_user, channel, "/learn", "May I?")
    assert result.message is not None
    assert "deactivated" in result.message.all_text
    assert company.cards() == []


async def test_a_stranger_from_another_workspace_is_told_so(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await company.asked(company.ana, "Is this shared?")
    ask = company.sandbox.delivery.ask

    async def from_elsewhere(kind: str, payload: dict[str, Any]) -> Answer:
        payload["user"]["team_id"] = "TOTHER"
        return await ask(kind, payload)

    monkeypatch.setattr(company.sandbox.delivery, "ask", from_elsewhere)
    await company.hugo.presses(card, "Follow")
    await company.whispered(company.hugo, "I only know the people of this workspace")
    assert await company.logged() == ["asked"]


async def test_a_channel_that_the_bot_was_removed_from_asks_for_another(company: Company) -> None:
    await company.asked(company.ana, "Are you there?")
    await company.grace.removes("#learning", "teachback")
    await company.settled()
    await company.ana.types("#learning", "/learn Are you still there?")
    assert company.ana.modal is not None
    assert "I'm not in that channel" in company.ana.modal.all_text


async def test_a_question_whose_channel_threw_the_bot_out_meanwhile_can_be_posted_again(
    company: Company,
) -> None:
    company.sandbox.faults.next("chat.postMessage", "fatal:not_in_channel")
    await company.ana.types("#learning", "/learn Will this be posted?")
    stuck = await company.hears(company.ana, "I couldn't post your question")
    await company.ana.presses(stuck, "Post it again")
    await company.sandbox.until(company.cards)
    await company.sandbox.until(lambda: "I couldn't" not in company.ana.dm[0].all_text)


async def test_an_archived_channel_says_so(company: Company) -> None:
    await company.asked(company.ana, "Still open?")
    await company.grace.archives("#learning")
    await company.settled()
    channel = company.sandbox.workspace.channel("#learning")
    await company.sandbox.interactions.command(company.ana.user, channel, "/learn", "Closed?")
    assert company.ana.modal is not None
    assert "is archived" in company.ana.modal.all_text


async def test_an_expired_trigger_is_a_sentence(company: Company) -> None:
    company.sandbox.faults.next("views.open", "fatal:expired_trigger_id")
    result = await company.ana.types("#learning", "/learn")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "Slack waited too long to open the form. Please try again." in result.message.all_text


async def test_what_goes_wrong_inside_is_one_plain_sentence_with_a_number(company: Company) -> None:
    company.sandbox.faults.next("views.open", "fatal:internal_error")
    result = await company.ana.types("#learning", "/learn")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "Something went wrong on my side" in result.message.all_text
    assert "Traceback" not in result.message.all_text


async def test_a_busy_database_says_so_and_keeps_nothing(company: Company) -> None:
    await company.asked(company.ana, "Is this quick?")
    with _busy(company):
        result = await company.ana.types("#learning", "/learn Is this slow?")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "I'm busier than usual, and nothing was saved." in result.message.all_text
    assert "Is this slow?" in result.message.all_text
    assert await company.logged() == ["asked"]


async def test_a_reply_that_came_while_the_database_was_busy_is_heard_later(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await company.asked(company.ana, "Is this heard?")
    refused = asyncio.Event()
    monkeypatch.setattr(errors.log, "info", lambda *_: refused.set())
    company.sandbox.limits.acknowledge_seconds = 1.5
    with _busy(company):
        await company.ben.types("#learning", "It is.", thread=card)
        await refused.wait()
    for _ in range(4):  # Slack's next try comes at once, or in one minute, or in five.
        company.sandbox.advance(timedelta(minutes=6))
        with suppress(AssertionError):
            await company.sandbox.until(lambda: "1 reply" in company.card(card.ts).all_text, 3)
            break
    assert await company.logged() == ["asked", "answered"]


@contextmanager
def _busy(company: Company) -> Iterator[None]:
    """Another process writes to the database and takes its time."""
    other = sqlite3.connect(company.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()
