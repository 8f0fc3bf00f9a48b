"""One connection: each request gets its answer on it, and stopping lets what is in hand be answered."""

import asyncio

import pytest
from slack_bolt.async_app import AsyncAck

from tests.bot.office import Office, until

# Hearing


async def test_a_command_gets_its_answer(office: Office) -> None:
    assert office.socket_mode.trouble() == "No connection to Slack has been opened yet."
    assert office.socket_mode.round_trip is None
    await office.socket_mode.connect()
    assert office.socket_mode.connected
    assert office.socket_mode.trouble() is None
    await office.answers()
    await until(lambda: office.socket_mode.round_trip is not None)


async def test_an_answer_may_be_more_than_words(office: Office) -> None:
    async def learn(ack: AsyncAck) -> None:
        await ack(response_type="in_channel", text="For *everyone*")

    office.answers_with(learn)
    await office.socket_mode.connect()
    result = await office.ana_asks()
    assert result.message
    assert (result.message.text, result.message.ephemeral) == ("For *everyone*", False)


async def test_many_commands_are_served_side_by_side(office: Office) -> None:
    await office.socket_mode.connect()
    waiting = [office.ana_begins_to_ask() for _ in range(20)]
    await until(lambda: office.asked == 20)
    office.may_answer.set()
    assert all(result.ok for result in await asyncio.gather(*waiting))


async def test_an_event_that_failed_is_sent_again_and_then_acknowledged(office: Office) -> None:
    tries: list[object] = []

    async def changed(request_headers: object = None) -> None:
        tries.append(request_headers)
        if len(tries) == 1:
            raise RuntimeError("the disk is full")

    office.app.event("user_change")(changed)
    office.slack.limits.acknowledge_seconds = 0.05
    await office.socket_mode.connect()
    await office.slack.person("ana").changes(title="Engineer")
    await until(lambda: office.slack.delivery.acknowledged_events == 1)
    assert len(tries) == 2


async def test_an_event_nobody_wants_is_acknowledged_at_once(office: Office) -> None:
    await office.socket_mode.connect()
    await office.slack.person("ana").changes(title="Engineer")
    await until(lambda: office.slack.delivery.acknowledged_events == 1)


async def test_a_command_that_broke_is_not_acknowledged(office: Office) -> None:
    async def broken() -> None:
        raise RuntimeError("a bug")

    office.answers_with(broken)
    office.slack.limits.acknowledge_seconds = 0.05
    await office.socket_mode.connect()
    assert not (await office.ana_asks()).ok


async def test_a_request_that_breaks_bolt_itself_is_logged(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def burst(_: object) -> None:
        raise RuntimeError("a bug in the middle")

    monkeypatch.setattr(office.app, "async_dispatch", burst)
    office.slack.limits.acknowledge_seconds = 0.05
    await office.socket_mode.connect()
    assert not (await office.ana_asks()).ok
    assert "A request failed before it could be answered." in caplog.text


@pytest.mark.parametrize("frame", ["no json", "[1]", '{"type":"news"}'])
async def test_what_is_no_request_is_left_out(office: Office, frame: str) -> None:
    await office.socket_mode.connect()
    office.slack.sockets._open[0].send(frame)
    await office.answers()


# Stopping


async def test_stopping_lets_what_is_in_hand_be_answered_and_takes_nothing_new(office: Office) -> None:
    await office.socket_mode.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    stopped = asyncio.create_task(office.socket_mode.close(5))
    await until(lambda: not office.socket_mode.connected)
    assert office.socket_mode.trouble() == "The bot is stopping."
    too_late = asyncio.create_task(office.ana_asks("And this?"))
    await until(lambda: len(office.slack.delivery._pending) == 2)
    office.may_answer.set()
    assert (await asked).ok
    await stopped
    assert not (await too_late).ok
    assert office.asked == 1
    await until(lambda: office.slack.sockets.count == 0)


async def test_stopping_before_there_was_a_connection_is_no_matter(office: Office) -> None:
    await office.socket_mode.close(5)
    assert office.socket_mode.trouble() == "The bot is stopping."


async def test_stopping_waits_no_longer_than_it_was_told(office: Office) -> None:
    await office.socket_mode.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    await office.socket_mode.close(0.01)
    assert not (await asked).ok


async def test_stopping_while_cut_off_leaves_nothing_behind(office: Office) -> None:
    await office.socket_mode.connect()
    office.slack.faults.next("apps.connections.open", "timeout_before", times=100)
    office.slack.sockets.ask_to_reconnect("warning")
    await until(lambda: office.socket_mode._keeper and office.addresses_asked() >= 1)
    await office.socket_mode.close(0)
    await until(lambda: office.slack.sockets.count == 0)


async def test_stopping_while_the_old_connection_lingers_closes_both(office: Office) -> None:
    await office.socket_mode.connect()
    office.slack.sockets.ask_to_reconnect("warning")
    await until(lambda: office.slack.sockets.count == 2)
    await office.socket_mode.close(0)
    await until(lambda: office.slack.sockets.count == 0)


async def test_an_answer_whose_connection_is_gone_is_only_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.socket_mode.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    office.slack.sockets.reset()
    await until(lambda: not office.socket_mode.connected)
    office.may_answer.set()
    assert not (await asked).ok
    await until(lambda: "its connection went before Slack could be told" in caplog.text)
