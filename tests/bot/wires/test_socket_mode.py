"""Socket Mode: whatever happens to a connection, the bot hears again soon, and readiness tells meanwhile."""

import asyncio
import logging
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.wires.socket_mode import CannotConnect, SocketMode, Waits
from tests.bot.office import QUICK, Office, until

# Deaf, and hearing again


async def test_after_a_reset_the_bot_hears_again(office: Office) -> None:
    await office.socket_mode.connect()
    office.slack.sockets.reset()
    await until(lambda: not office.socket_mode.connected)
    assert office.socket_mode.trouble() == "The connection to Slack was lost."
    await until(lambda: office.socket_mode.connected)
    await office.answers()


async def test_when_slack_freezes_the_bot_finds_another_connection(office: Office) -> None:
    await office.socket_mode.connect()
    office.slack.sockets.freeze()
    await until(lambda: not office.socket_mode.connected)
    assert office.socket_mode.trouble() == "Slack has been silent for 0 s."
    await until(lambda: office.socket_mode.connected)
    assert office.slack.sockets.opened == 2


async def test_a_connection_that_was_only_slow_is_kept(office: Office) -> None:
    await office.socket_mode.connect()
    office.slack.faults.next("apps.connections.open", "server_error", times=1000)
    office.slack.sockets.freeze()
    await until(lambda: office.socket_mode.trouble() and "HTTP 503" in str(office.socket_mode.trouble()))
    assert office.socket_mode.trouble() == (
        "Slack has been silent for 0 s. Slack does not open a connection (HTTP 503)."
    )
    office.slack.sockets.thaw()
    await until(lambda: office.socket_mode.connected)
    await office.answers()
    assert office.slack.sockets.opened == 1


async def test_a_refused_address_is_never_tried_twice(office: Office) -> None:
    await office.socket_mode.connect()
    office.slack.sockets.refuse(3, new_address_works=False)
    office.slack.sockets.reset()
    await until(lambda: not office.socket_mode.connected)
    await until(lambda: office.socket_mode.connected)
    assert office.slack.sockets.refused == 3
    assert office.addresses_asked() == 5
    await office.answers()


@pytest.mark.parametrize("fault", ["timeout_before", "timeout", "drop_before", "drop_after", "server_error"])
async def test_whatever_ails_slack_when_it_is_asked_for_an_address_it_is_asked_again(
    office: Office, fault: str
) -> None:
    office.socket_mode = office.listener(replace(QUICK, attempt=0.05))
    await office.socket_mode.connect()
    office.slack.faults.next("apps.connections.open", fault)
    office.slack.sockets.reset()
    await until(lambda: not office.socket_mode.connected)
    await until(lambda: office.socket_mode.connected)


async def test_an_address_where_nobody_greets_is_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.socket_mode = office.listener(replace(QUICK, attempt=0.05))
    await office.socket_mode.connect()
    hello, greetings = office.slack.sockets._hello, iter([{"type": "news"}])
    monkeypatch.setattr(office.slack.sockets, "_hello", lambda: next(greetings, None) or hello())
    office.slack.sockets.reset()
    await until(lambda: "within 0.05 s" in str(office.socket_mode.trouble()))
    await until(lambda: office.socket_mode.connected)
    assert office.slack.sockets.opened == 3


# Moving to another connection


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_when_asked_to_move_it_opens_the_new_connection_before_the_old_one_goes(
    office: Office, reason: str
) -> None:
    office.socket_mode = office.listener(replace(QUICK, linger=0.2))
    office.slack.limits.refresh_grace_seconds = 0.1
    await office.socket_mode.connect()
    asked = office.ana_begins_to_ask()
    await until(lambda: office.asked == 1)
    office.slack.sockets.ask_to_reconnect(reason)
    await until(lambda: office.slack.sockets.count == 2)
    assert office.socket_mode.connected
    office.may_answer.set()
    assert (await asked).ok
    await until(lambda: office.slack.sockets.count == 1)
    assert office.socket_mode.connected
    await office.answers()


async def test_when_socket_mode_is_switched_off_the_bot_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await office.socket_mode.connect()
    goodbye = {"type": "disconnect", "reason": "link_disabled"}
    monkeypatch.setattr(office.slack.sockets, "_hello", lambda: goodbye)
    office.slack.sockets.ask_to_reconnect("link_disabled")
    await until(lambda: not office.socket_mode.connected)
    off = "Socket Mode is switched off for this app: switch it on at api.slack.com/apps."
    await until(lambda: office.socket_mode.trouble() == f"{off} {off}")
    assert ("bot.wires.socket_mode", logging.WARNING, f"{off} Reconnecting.") in caplog.record_tuples
    monkeypatch.undo()
    await until(lambda: office.socket_mode.connected)


# The first connection


async def refusal(socket_mode: SocketMode) -> CannotConnect:
    with pytest.raises(CannotConnect) as why:
        await socket_mode.connect()
    return why.value


async def test_a_token_slack_does_not_accept_is_told_at_once(office: Office) -> None:
    office.socket_mode = SocketMode(office.app, "xapp-wrong", office.client)
    why = await refusal(office.socket_mode)
    assert why.permanent
    assert str(why).startswith(
        "Slack does not accept SLACK_APP_TOKEN (invalid_auth). Make one in your app's page"
    )


async def test_a_slack_that_asks_for_patience_gets_it(office: Office) -> None:
    office.slack.faults.next("apps.connections.open", "ratelimited", retry_after=7)
    why = await refusal(office.socket_mode)
    assert str(why) == "Slack does not open a connection (ratelimited)."
    assert QUICK.pause(1, why) == 7
    assert QUICK.pause(0, why) == 0


async def test_a_slack_out_of_reach_is_told_without_its_address(office: Office) -> None:
    nowhere = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:1/api/", retry_handlers=[])
    office.socket_mode = office.listener(QUICK, client=nowhere)
    assert str(await refusal(office.socket_mode)) == "Slack cannot be reached (ClientConnectorError)."


async def test_an_app_with_too_many_connections_is_told(office: Office) -> None:
    office.slack.limits.connections = 0
    assert str(await refusal(office.socket_mode)) == (
        "This app has more than ten connections to Slack: do too many bots share one app?"
    )


async def test_a_slack_that_comes_back_within_our_patience_is_heard(office: Office) -> None:
    office.slack.faults.next("apps.connections.open", "server_error", times=3)
    office.socket_mode = office.listener(replace(QUICK, patience=5))
    await office.socket_mode.connect()
    await office.answers()


# The promise


def test_the_longest_outage_is_under_fifteen_seconds() -> None:
    waits = Waits()
    assert waits.longest_outage < 15
    # A line that froze lasted as long as the silence, so it counts as settled and nothing is waited first.
    assert waits.settled <= waits.heartbeat.silence
    assert waits.pause(0, None) == 0
    assert all(waits.pause(failures, None) <= waits.longest_pause for failures in range(1, 50))


@pytest.mark.slow
async def test_with_its_real_values_a_bot_frozen_and_then_refused_hears_again_in_time(office: Office) -> None:
    office.socket_mode = office.listener(Waits())
    await office.socket_mode.connect()
    began = asyncio.get_running_loop().time()
    office.slack.sockets.refuse(1, new_address_works=False)
    office.slack.sockets.freeze()
    await until(lambda: not office.socket_mode.connected, 15)
    await until(lambda: office.socket_mode.connected, 15)
    assert asyncio.get_running_loop().time() - began < 15
