"""Socket Mode: who gets what, and what happens when it is not acknowledged."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.rawbot import RawBot


@pytest.fixture(autouse=True)
def short_patience(slack: Sandbox) -> None:
    slack.limits.acknowledge_seconds = 0.05


def attempts(bot: RawBot) -> list[tuple[int, str, str]]:
    return [
        (one["retry_attempt"], one["retry_reason"], one["payload"]["event_id"])
        for one in bot.envelopes
        if one["type"] == "events_api"
    ]


async def test_a_connection_is_greeted(slack: Sandbox, bot: RawBot) -> None:
    hello = bot.control[0]
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": slack.workspace.app_id}
    assert slack.sockets.count == 1


async def test_an_event_is_wrapped_and_sent_once(slack: Sandbox, bot: RawBot) -> None:
    await slack.person("ana").types("#learning", "hello")
    await slack.until(lambda: slack.delivery.acknowledged_events == 1)
    (envelope,) = bot.envelopes
    payload = envelope["payload"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert (payload["type"], payload["team_id"]) == ("event_callback", slack.workspace.team_id)
    assert payload["authorizations"][0]["user_id"] == slack.workspace.bot.id
    assert payload["event"]["channel_type"] == "channel"
    assert not slack.delivery.busy


async def test_events_of_other_channels_are_not_heard(slack: Sandbox, bot: RawBot) -> None:
    await slack.person("ana").types("#random", "hello")
    message = await slack.person("ana").types("#learning", "hello")
    await slack.until(lambda: slack.delivery.acknowledged_events == 1)
    assert [one["channel"] for one in bot.events] == [message.channel]


async def test_an_unacknowledged_event_comes_again_with_its_id(slack: Sandbox, bot: RawBot) -> None:
    bot.silent = True
    await slack.person("ana").types("#learning", "hello")
    await bot.until(lambda: len(bot.envelopes) == 2)
    await slack.until(lambda: not slack.delivery.busy)
    slack.advance(timedelta(minutes=1))
    await bot.until(lambda: len(bot.envelopes) == 3)
    await slack.until(lambda: not slack.delivery.busy)
    slack.advance(timedelta(minutes=5))
    await bot.until(lambda: len(bot.envelopes) == 4)
    await slack.until(lambda: slack.delivery.undelivered)
    assert [one[:2] for one in attempts(bot)] == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({one[2] for one in attempts(bot)}) == 1
    assert len({one["envelope_id"] for one in bot.envelopes}) == 4


async def test_a_retry_that_is_acknowledged_is_the_last(slack: Sandbox, bot: RawBot) -> None:
    slack.sockets.lose_acks(1)
    await slack.person("ana").types("#learning", "hello")
    await slack.until(lambda: slack.delivery.acknowledged_events == 1)
    assert [one[0] for one in attempts(bot)] == [0, 1]
    assert not slack.delivery.busy


async def test_events_wait_for_a_connection(slack: Sandbox, bot: RawBot) -> None:
    slack.sockets.reset()
    await slack.until(lambda: slack.sockets.count == 0)
    await slack.person("ana").types("#learning", "early")
    slack.advance(timedelta(minutes=7))
    await slack.person("ana").types("#learning", "late")
    await bot.connect()
    await bot.until(lambda: bot.events)
    assert [one["text"] for one in bot.events] == ["late"]
    assert [one["event"]["text"] for one in slack.delivery.undelivered] == ["early"]


async def test_a_dropped_connection_means_another_try(slack: Sandbox, bot: RawBot) -> None:
    slack.limits.acknowledge_seconds = 60
    bot.silent = True
    await slack.person("ana").types("#learning", "hello")
    await bot.until(lambda: bot.envelopes)
    slack.sockets.reset()
    await slack.until(lambda: slack.sockets.count == 0)
    bot.silent = False
    await bot.connect()
    await slack.until(lambda: slack.delivery.acknowledged_events == 1)
    assert [one[:2] for one in attempts(bot)] == [(0, ""), (1, "connection_failed")]


async def test_an_unanswered_command_is_told_to_the_person_and_not_repeated(
    slack: Sandbox, bot: RawBot
) -> None:
    bot.silent, ana = True, slack.person("ana")
    result = await ana.types("#learning", "/learn anything")
    assert (result.ok, result.error) == (False, "operation_timeout")
    (told,) = ana.sees("#learning")
    assert (told.user, told.text) == ("USLACKBOT", '/learn failed with the error "operation_timeout"')
    assert told.ephemeral
    assert len(bot.envelopes) == 1


async def test_without_the_app_a_command_fails_at_once(slack: Sandbox) -> None:
    result = await slack.person("ana").types("#learning", "/learn anything")
    assert (result.ok, result.error) == (False, "dispatch_failed")


async def test_any_connection_may_get_a_payload(slack: Sandbox, bot: RawBot) -> None:
    second = RawBot(slack)
    await second.connect()
    for _ in range(4):
        await slack.person("ana").types("#learning", "/learn")
    assert (len(bot.envelopes), len(second.envelopes)) == (2, 2)
    assert second.control[0]["num_connections"] == 2
    await second.close()


async def test_an_answer_counts_on_its_own_connection_only(slack: Sandbox, bot: RawBot) -> None:
    bot.silent = True
    first, second = bot.ws[0], await bot.connect()

    async def answer_on_the_wrong_one() -> None:
        await bot.until(lambda: bot.envelopes)
        envelope_id = bot.envelopes[0]["envelope_id"]
        for ws in (first, second):
            if ws is not bot.came_by[envelope_id]:
                await ws.send_json({"envelope_id": envelope_id, "payload": {"text": "astray"}})

    result, _ = await asyncio.gather(
        slack.person("ana").types("#learning", "/learn"), answer_on_the_wrong_one()
    )
    assert (result.ok, result.error) == (False, "operation_timeout")


async def test_addresses_are_used_once(slack: Sandbox, bot: RawBot) -> None:
    address = await bot.address()
    await bot.connect(address)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await bot.connect(address)
    assert slack.sockets.refused == 1


async def test_a_refused_address_stays_refused_and_a_new_one_works(slack: Sandbox, bot: RawBot) -> None:
    address = await bot.address()
    slack.sockets.refuse(2)
    for _ in range(2):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await bot.connect(address)
    await bot.connect()
    assert slack.sockets.count == 2


async def test_all_addresses_may_be_refused(slack: Sandbox, bot: RawBot) -> None:
    slack.sockets.refuse(1, new_address_works=False)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await bot.connect()
    await bot.connect()


async def test_ten_connections_are_the_most(slack: Sandbox, bot: RawBot) -> None:
    for _ in range(9):
        await bot.connect()
    await bot.connect()
    assert bot.control[-1]["reason"] == "too_many_websockets"
    assert slack.sockets.count == 10


async def test_a_frozen_connection_gets_nothing_until_it_thaws(slack: Sandbox, bot: RawBot) -> None:
    slack.sockets.freeze()
    result = await slack.person("ana").types("#learning", "/learn")
    assert (result.error, bot.envelopes, slack.sockets.count) == ("operation_timeout", [], 1)
    slack.sockets.thaw()
    slack.limits.acknowledge_seconds = 3
    assert (await slack.person("ana").types("#learning", "/learn")).ok


async def test_a_peer_that_stays_dead_is_dropped(slack: Sandbox, bot: RawBot) -> None:
    slack.sockets.freeze()
    slack.advance(timedelta(seconds=31))
    slack.sockets.drop_dead()
    await slack.until(lambda: slack.sockets.count == 0)


async def test_pings_are_sent(manifest: Any) -> None:
    async with Sandbox(manifest) as slack:
        slack.limits.ping_seconds = 0.01
        bot = RawBot(slack)
        async with aiohttp.ClientSession() as session:
            ws = await session.ws_connect(await bot.address(), autoping=False)
            assert (await ws.receive_json())["type"] == "hello"
            ping = await ws.receive(timeout=15)
            assert ping.type is aiohttp.WSMsgType.PING
            await ws.close()
        await bot.close()


async def test_the_app_is_asked_to_reconnect(slack: Sandbox, bot: RawBot) -> None:
    slack.limits.refresh_grace_seconds = 0.0
    slack.sockets.ask_to_reconnect("warning")
    await bot.until(lambda: len(bot.control) == 2)
    assert slack.sockets.count == 1
    slack.sockets.ask_to_reconnect("refresh_requested")
    await bot.until(lambda: len(bot.control) == 3)
    assert [one.get("reason") for one in bot.control[1:]] == ["warning", "refresh_requested"]
    await slack.until(lambda: slack.sockets.count == 0)


async def test_a_connection_that_is_leaving_is_passed_over(slack: Sandbox, bot: RawBot) -> None:
    slack.limits.acknowledge_seconds = 3
    slack.sockets.ask_to_reconnect("refresh_requested")
    fresh = RawBot(slack)
    await fresh.connect()
    for _ in range(3):
        assert (await slack.person("ana").types("#learning", "/learn")).ok
    assert (len(bot.envelopes), len(fresh.envelopes)) == (0, 3)
    await fresh.close()
