"""Faults, rate limits and response URLs."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.rawbot import RawBot, button, refusal


def learning(slack: Sandbox) -> str:
    return slack.workspace.channel("learning").id


async def test_one_post_a_second_a_channel(slack: Sandbox, bot: RawBot) -> None:
    await bot.web.chat_postMessage(channel=learning(slack), text="one")
    said = bot.web.chat_postMessage(channel=learning(slack), text="two")
    refused = await refusal(said)
    assert (refused["status"], refused["error"]) == (429, "ratelimited")
    await bot.web.chat_postMessage(channel=slack.workspace.channel("general").id, text="elsewhere")
    await bot.web.chat_postMessage(channel=slack.person("ana").id, text="elsewhere")
    slack.advance(timedelta(seconds=0.95))
    await bot.web.chat_postMessage(channel=learning(slack), text="two")
    slack.limits.enforced = False
    await bot.web.chat_postMessage(channel=learning(slack), text="three")
    assert [one.text for one in slack.person("ana").sees("#learning")] == ["one", "two", "three"]


async def test_a_tier_is_so_many_calls_a_minute(slack: Sandbox, bot: RawBot) -> None:
    for _ in range(20):
        await bot.web.users_list()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {slack.bot_token}"}) as session,
        session.get(slack.api_url + "users.list") as response,
    ):
        assert (response.status, (await response.json())["error"]) == (429, "ratelimited")
        assert 1 <= int(response.headers["Retry-After"]) <= 60
    slack.advance(timedelta(minutes=1))
    await bot.web.users_list()


async def test_the_next_call_can_be_refused(slack: Sandbox, bot: RawBot) -> None:
    slack.faults.next("chat.postMessage", "fatal:not_in_channel")
    slack.faults.next("chat.postMessage", "ratelimited", retry_after=7)
    slack.faults.next("chat.postMessage", "server_error")
    assert (await refusal(bot.web.chat_postMessage(channel=learning(slack), text="x")))[
        "error"
    ] == "not_in_channel"
    assert (await refusal(bot.web.chat_postMessage(channel=learning(slack), text="x")))["status"] == 429
    assert (await refusal(bot.web.chat_postMessage(channel=learning(slack), text="x")))["status"] == 503
    assert slack.workspace.messages() == []
    await bot.web.chat_postMessage(channel=learning(slack), text="x")


@pytest.mark.parametrize(("kind", "posted"), [("drop_after", 1), ("drop_before", 0)])
async def test_a_connection_can_drop_before_or_after_the_effect(
    slack: Sandbox, bot: RawBot, kind: str, posted: int
) -> None:
    slack.faults.next("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await bot.web.chat_postMessage(channel=learning(slack), text="x")
    assert len(slack.workspace.messages()) == posted


@pytest.mark.parametrize(("kind", "posted"), [("timeout", 1), ("timeout_before", 0)])
async def test_an_answer_may_never_come(slack: Sandbox, bot: RawBot, kind: str, posted: int) -> None:
    slack.faults.next("chat.postMessage", kind)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot.web.chat_postMessage(channel=learning(slack), text="x")
    assert len(slack.workspace.messages()) == posted


async def test_a_share_of_calls_can_fail_and_stop_failing(slack: Sandbox, bot: RawBot) -> None:
    slack.faults.rate(0.5, ("server_error",), ("auth.test",), seed=3)
    failed = 0
    for _ in range(20):
        try:
            await bot.web.auth_test()
        except Exception:  # noqa: BLE001
            failed += 1
    assert 5 <= failed <= 15
    await bot.web.team_info()
    slack.faults.clear()
    await bot.web.auth_test()


def test_an_unknown_fault_is_refused(manifest: Any) -> None:
    slack = Sandbox(manifest)
    with pytest.raises(ValueError, match="no such fault"):
        slack.faults.next("chat.postMessage", "gremlins")


async def respond(url: str, body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def url_of(slack: Sandbox, bot: RawBot) -> str:
    await slack.person("ana").types("#learning", "/learn")
    return str(bot.payloads("slash_commands")[-1]["response_url"])


async def test_a_response_url_answers_five_times(slack: Sandbox, bot: RawBot) -> None:
    url, ana = await url_of(slack, bot), slack.person("ana")
    for number in range(5):
        assert await respond(url, {"text": f"answer {number}"}) == (200, "ok")
    status, body = await respond(url, {"text": "one too many"})
    assert (status, '"used_url"' in body) == (404, True)
    assert [one.text for one in ana.sees("#learning")] == [f"answer {number}" for number in range(5)]
    assert slack.person("ben").sees("#learning") == []


async def test_a_response_url_lasts_thirty_minutes(slack: Sandbox, bot: RawBot) -> None:
    url = await url_of(slack, bot)
    slack.advance(timedelta(minutes=30, seconds=1))
    status, body = await respond(url, {"text": "late"})
    assert (status, '"expired_url"' in body) == (404, True)


async def test_a_response_can_be_for_all(slack: Sandbox, bot: RawBot) -> None:
    url = await url_of(slack, bot)
    await respond(url, {"text": "everyone", "response_type": "in_channel"})
    assert [one.text for one in slack.person("ben").sees("#learning")] == ["everyone"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ([], "invalid_payload"),
        ({"tekst": "x"}, "invalid_arguments"),
        ({"text": "x", "blocks": [{"type": "x"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_arguments"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"replace_original": True, "text": "x"}, "cant_update_message"),
    ],
)
async def test_responses_are_checked_like_messages(
    slack: Sandbox, bot: RawBot, body: Any, error: str
) -> None:
    status, said = await respond(await url_of(slack, bot), body)
    assert (status, f'"{error}"' in said) == (400, True)


async def test_a_pressed_message_can_be_replaced_and_deleted(slack: Sandbox, bot: RawBot) -> None:
    ana, card = (
        slack.person("ana"),
        [{"type": "actions", "elements": [button("Join"), button("Drop", "drop")]}],
    )
    bot.answers["slash_commands"] = lambda payload: {"text": "A card", "blocks": card}
    await ana.types("#learning", "/learn")
    (shown,) = ana.sees("#learning")
    await ana.presses(shown, "Join")
    pressed = bot.payloads("block_actions")[-1]
    assert pressed["container"]["is_ephemeral"] is True
    assert "message" not in pressed
    await respond(pressed["response_url"], {"replace_original": True, "text": "Joined"})
    assert [one.all_text for one in ana.sees("#learning")] == ["Joined"]
    await respond(pressed["response_url"], {"delete_original": True})
    assert ana.sees("#learning") == []
    status, _ = await respond(pressed["response_url"], {"delete_original": True})
    assert status == 400


async def test_response_urls_can_fail_too(slack: Sandbox, bot: RawBot) -> None:
    url = await url_of(slack, bot)
    for kind, status in (("server_error", 503), ("ratelimited", 429), ("fatal:no_service", 404)):
        slack.faults.next("response_url", kind)
        assert (await respond(url, {"text": "x"}))[0] == status
    for kind in ("drop_before", "drop_after"):
        slack.faults.next("response_url", kind)
        with pytest.raises(aiohttp.ClientError):
            await respond(url, {"text": kind})
    assert [one.text for one in slack.person("ana").sees("#learning")] == ["drop_after"]
