"""What is owed comes at once, once, and ends with a reason, whatever Slack and the machine are up to."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from messages.questions import ids
from sandbox import Message
from sandbox.state import fixtures
from scheduling.core import attempts, endings
from scheduling.core.features import render_kinds
from scheduling.core.outbox import Outbox
from storage.engine.database import Busy, Database
from storage.models.outbox import Lane
from storage.models.outbox import Outbox as Row
from storage.models.questions import Question
from storage.outbox import claims, outbox
from tests.stories.company import Company

CARD = "questions.card"


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, slack_timeout=1) as opened:
        yield opened


async def asks(company: Company, words: str = "How do I roll back?", where: str = "#learning") -> None:
    """Ana asks, and hears that it will be asked."""
    result = await company.ana.types(where, f"/learn {words}")
    assert not isinstance(result, Message)
    assert result.message is not None
    assert result.message.text.startswith("I'm asking in")


async def row(company: Company, holds: Callable[[Row], object], kind: str = CARD) -> Row:
    """The newest message of a kind, once this holds of it."""

    def read(session: Session) -> Row | None:
        return session.scalars(select(Row).where(Row.kind == kind).order_by(Row.id.desc())).first()

    async with asyncio.timeout(8):
        while not ((found := await company.database.read(read)) and holds(found)):  # noqa: ASYNC110 - only the database tells
            await asyncio.sleep(0.02)
    return found


async def tries_again(company: Company, kind: str = CARD) -> None:
    """The first attempt has failed, and the wait before the next one goes by."""
    await row(company, lambda one: one.state == "waiting" and one.reason, kind)
    company.clock.advance(timedelta(seconds=5))


def has_ended(found: Row) -> bool:
    return found.state not in outbox.OWED


def sleeps(company: Company, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """The machine was asleep for so long."""
    company.clock.advance(by)
    monkeypatch.setattr(attempts, "machine_now", lambda: datetime.now(UTC) + by)


def calls(company: Company, method: str) -> list[dict[str, Any]]:
    """The answers to a method's calls, in order."""
    return [call.response for call in company.sandbox.calls if call.method == method]


async def test_a_card_appears_within_a_tenth_of_a_second_of_its_command(sqlite_url: str) -> None:
    """The median of ten, each in a channel of its own, after two to warm up; all in this process.

    Whatever else the machine does can only make it slower, so the best of up to three rounds counts.
    """
    rounds, asks = 3, 10
    workspace = fixtures.plain(people=2, channels=2 + rounds * asks)
    async with Company(sqlite_url, workspace=workspace) as company:
        took: list[float] = []
        medians: list[float] = []
        for number in range(1, 3 + rounds * asks):
            began = time.perf_counter()
            await company.asked(company.p1, f"What solves riddle {number}?", where=f"c{number}")
            took.append(time.perf_counter() - began)
            if number > 2 and (number - 2) % asks == 0:
                medians.append(statistics.median(took[-asks:]))
                if medians[-1] < 0.1:
                    break
        assert min(medians) < 0.1, took


async def test_a_worker_that_slept_past_its_lease_does_not_post(
    company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kind, rendered = render_kinds()[CARD], []

    def sleepy(session: Any, claim: Any) -> Any:
        rendered.append(claim)
        if len(rendered) == 1:
            sleeps(company, monkeypatch, timedelta(minutes=2))
        return kind.render(session, claim)

    monkeypatch.setitem(render_kinds(), CARD, replace(kind, render=sleepy))
    await asks(company)
    found = await row(company, has_ended)
    assert (found.state, found.attempts) == ("sent", 0)
    assert "is left to others: it was held too long to be said now" in caplog.text
    assert [claim.uncertain for claim in rendered] == [False, True]
    assert len(calls(company, "conversations.history")) == 1
    assert len(company.cards()) == len(calls(company, "chat.postMessage")) == 1


@pytest.mark.parametrize("fault", ["drop_after", "timeout"])
async def test_a_post_whose_answer_was_lost_is_found_again_and_not_repeated(
    company: Company, fault: str
) -> None:
    company.sandbox.faults.next("chat.postMessage", fault)
    await asks(company)
    await tries_again(company)
    found = await row(company, has_ended)
    (card,) = company.cards()
    assert (found.state, found.message_ts, found.uncertain) == ("sent", card.ts, False)
    assert len(calls(company, "chat.postMessage")) == 1
    await company.hugo.presses(card, "Follow")
    await company.sandbox.until(lambda: "Follow (1)" in company.card(card.ts).buttons)


@pytest.mark.parametrize(
    ("method", "fault"), [("chat.postMessage", "drop_after"), ("conversations.open", "server_error")]
)
async def test_a_private_message_is_looked_for_where_it_was_said(
    company: Company, method: str, fault: str
) -> None:
    card = await company.asked(company.ana, "How do I roll back?")
    await row(company, has_ended)
    company.sandbox.faults.next(method, fault)
    await company.ben.types("#learning", "Run `make rollback`.", thread=card)
    await tries_again(company, "questions.check")
    found = await row(company, has_ended, "questions.check")
    assert (found.state, found.channel_id) == ("sent", company.ana.dm_channel.id)
    assert [message.ts for message in company.ana.dm] == [found.message_ts]


async def test_a_post_whose_answer_could_not_be_read_is_found_again_too(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = AsyncWebClient.chat_postMessage

    async def garbled(self: AsyncWebClient, **given: Any) -> Any:
        await post(self, **given)
        raise SlackApiError("not JSON", SimpleNamespace(status=200))  # type: ignore[no-untyped-call]

    monkeypatch.setattr(AsyncWebClient, "chat_postMessage", garbled)
    await asks(company)
    found = await row(company, lambda one: one.reason)
    assert (found.reason, found.uncertain) == ("http_200", True)
    monkeypatch.undo()
    await tries_again(company)
    assert (await row(company, has_ended)).state == "sent"
    assert len(company.cards()) == 1


async def test_a_post_that_was_lost_on_the_way_is_said_again_once(company: Company) -> None:
    company.sandbox.faults.next("chat.postMessage", "drop_before")
    await asks(company)
    await tries_again(company)
    assert (await row(company, has_ended)).state == "sent"
    assert len(calls(company, "conversations.history")) == len(company.cards()) == 1


async def test_what_cannot_be_decided_is_reported_and_not_repeated_until_someone_looks(
    company: Company,
) -> None:
    faults = company.sandbox.faults
    faults.next("chat.postMessage", "drop_after")
    faults.next("conversations.history", "fatal:channel_not_found")
    await asks(company)
    await tries_again(company)
    found = await row(company, has_ended)
    assert (found.state, found.reason) == ("failed", "undecided whether it was said: channel_not_found")
    told = await company.hears(company.ana, "I couldn't post your question")
    assert len(company.cards()) == 1

    # Nothing is repeated blindly now either: the history can be read again, and there it is.
    await company.ana.presses(told, "Post it again")
    found = await row(company, lambda one: one.state == "sent")
    (card,) = company.cards()
    assert found.message_ts == card.ts


async def test_slack_asks_to_wait_and_the_whole_channel_waits_but_no_other(company: Company) -> None:
    company.sandbox.faults.next("chat.postMessage", "ratelimited", retry_after=600)
    await asks(company, "How do I roll back?")
    found = await row(company, lambda one: one.reason)
    assert (found.state, found.reason) == ("waiting", "Slack asked to wait")
    await asks(company, "How do I deploy?")
    await company.asked(company.ana, "How do I get in?", where="#general")

    def lane(session: Session) -> Lane:
        return session.scalars(select(Lane).where(Lane.recipient_id == found.recipient_id)).one()

    left = (await company.database.read(lane)).free_at - company.clock.now()
    assert timedelta(seconds=590) < left < timedelta(seconds=600)
    assert company.cards() == []

    company.clock.advance(timedelta(seconds=600))
    await company.sandbox.until(lambda: len(company.cards()) == 2)
    assert ["roll back" in card.all_text for card in company.cards()] == [True, False]
    assert [answer.get("error") for answer in calls(company, "chat.postMessage")] == [
        "ratelimited", None, None, None
    ]  # fmt: skip


async def closes(company: Company, how: str) -> None:
    """The bot cannot post in #learning any more."""
    if how == "is_archived":
        await company.grace.archives("#learning")
    else:
        await company.ben.removes("#learning", company.sandbox.workspace.bot)


async def opens_again(company: Company, how: str) -> None:
    if how == "is_archived":
        await company.grace.unarchives("#learning")
    else:
        await company.ben.invites("#learning", company.sandbox.workspace.bot)


@pytest.mark.parametrize("how", ["not_in_channel", "is_archived"])
async def test_a_channel_that_closed_meanwhile_is_told_and_the_question_can_be_posted_again(
    company: Company, how: str
) -> None:
    company.sandbox.faults.next("chat.postMessage", "ratelimited", retry_after=60)
    await asks(company)
    await row(company, lambda one: one.reason)
    await closes(company, how)
    company.clock.advance(timedelta(seconds=60))
    found = await row(company, has_ended)
    assert (found.state, found.reason) == ("failed", how)

    told = await company.hears(company.ana, "I couldn't post your question")
    await opens_again(company, how)
    await company.ana.presses(told, "Post it again")
    await company.sandbox.until(company.cards)
    assert (await row(company, lambda one: one.state == "sent")).reason is None
    assert len(company.cards()) == 1


@pytest.mark.parametrize(
    ("fault", "looked"), [("ratelimited", 0), ("drop_before", 1)], ids=["known unsaid", "perhaps said"]
)
async def test_what_comes_too_late_to_be_of_use_is_not_said_and_its_asker_hears_of_it(
    company: Company, fault: str, looked: int
) -> None:
    company.sandbox.faults.next("chat.postMessage", fault, retry_after=60)
    await asks(company)
    await row(company, lambda one: one.reason)
    company.clock.advance(timedelta(days=4))
    found = await row(company, has_ended)
    assert (found.state, found.reason) == ("expired", "it came too late to be of use")
    assert len(calls(company, "conversations.history")) == looked
    assert company.cards() == []
    await company.hears(company.ana, "I couldn't post your question")


async def test_what_cannot_be_put_into_words_ends_with_a_reason_too(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Any:
        raise KeyError("a bug")

    monkeypatch.setitem(render_kinds(), CARD, replace(render_kinds()[CARD], render=broken))
    await asks(company)
    found = await row(company, lambda one: one.reason)
    assert (found.state, found.uncertain) == ("waiting", False)
    company.clock.advance(timedelta(days=4))
    found = await row(company, has_ended)
    assert (found.state, found.reason) == ("expired", "it could not be put into words (KeyError)")


async def test_a_database_that_is_busy_when_slack_has_spoken_is_asked_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, busy = Database.run, [True, True]

    async def at_times(self: Database, verb: Any, *args: Any, **kwargs: Any) -> Any:
        if verb is endings.sent and busy:
            busy.pop()
            raise Busy("another writer held the database")
        return await run(self, verb, *args, **kwargs)

    monkeypatch.setattr(Database, "run", at_times)
    await asks(company)
    assert (await row(company, has_ended)).state == "sent"
    assert busy == []
    assert len(calls(company, "chat.postMessage")) == 1


async def test_three_hundred_presses_become_a_handful_of_updates_that_end_in_the_final_state(
    sqlite_url: str,
) -> None:
    workspace = fixtures.plain(people=301, channels=1)
    async with Company(sqlite_url, workspace=workspace) as company:
        card = await company.asked(company.p301, "How do I roll back?", where="c1")
        for start in range(1, 301, 20):
            crowd = [company.sandbox.person(f"p{number}") for number in range(start, start + 20)]
            pressed = await asyncio.gather(*(person.presses(card, ids.FOLLOW) for person in crowd))
            assert all(press.ok for press in pressed)
        await company.sandbox.until(lambda: "Follow (300)" in company.card(card.ts, "c1").buttons)
        assert (await row(company, has_ended)).state == "sent"
        updates = calls(company, "chat.update")
        assert len(updates) < 20, len(updates)
        assert "Follow (300)" in str(updates[-1]["message"]["blocks"])


@pytest.mark.parametrize("fault", ["timeout", "timeout_before"], ids=["taken", "not taken"])
async def test_a_message_whose_worker_died_in_its_midst_is_taken_up_when_its_lease_is_over(
    sqlite_url: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Company(sqlite_url, slack_timeout=60) as company:
        company.sandbox.faults.next("chat.postMessage", fault)
        await asks(company)
        await row(company, lambda one: one.state == "sending")
        await company.stops()
        left = await row(company, lambda one: one.state == "sending")
        await company.starts()
        assert left.lease_until is not None
        sleeps(company, monkeypatch, left.lease_until - datetime.now(UTC))
        found = await row(company, has_ended)
        (card,) = company.cards()
        assert (found.state, found.message_ts) == ("sent", card.ts)
        assert len(calls(company, "conversations.history")) == 1


async def test_a_bot_that_is_asked_to_stop_in_the_midst_of_a_claim_still_says_what_it_claimed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, stop, claimed, stopping = claims.claim, Outbox.stop, Event(), Event()

    def slow(*args: Any, **kwargs: Any) -> Any:
        taken = claim(*args, **kwargs)
        if taken and not claimed.is_set():
            claimed.set()
            stopping.wait(5)
        return taken

    async def noted(self: Outbox, seconds: float) -> None:
        asyncio.get_running_loop().call_later(0.05, stopping.set)
        await stop(self, seconds)

    monkeypatch.setattr(claims, "claim", slow)
    monkeypatch.setattr(Outbox, "stop", noted)
    await asks(company)
    await asyncio.to_thread(claimed.wait, 5)
    await company.stops()
    assert (await row(company, has_ended)).state == "sent"
    assert len(company.cards()) == 1


async def test_a_reply_to_a_card_that_is_not_on_record_yet_is_heard_when_slack_sends_it_again(
    company: Company,
) -> None:
    company.sandbox.faults.next("chat.postMessage", "drop_after")
    company.sandbox.limits.retry_delays = [0, 5, 5]
    await asks(company)
    (card,) = await company.sandbox.until(company.cards)
    await company.ben.types("#learning", "Run `make rollback`.", thread=card)
    await row(company, has_ended)
    # Slack's second delivery came too soon as well; the third is not far.
    company.sandbox.advance(timedelta(seconds=5))
    assert "make rollback" in (await company.hears(company.ana, "Did this answer it?")).all_text

    def replies(session: Session) -> str | None:
        return session.scalars(select(Question.message_ts)).one()

    assert await company.database.read(replies) == card.ts
