"""Listing and reading conversations, a page at a time."""

import pytest

from sandbox import Sandbox
from sandbox.state.fixtures import plain
from tests.sandbox.rawbot import RawBot, refusal


def learning(slack: Sandbox) -> str:
    return slack.workspace.channel("learning").id


async def test_history_is_newest_first_and_paged(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    said = [await ana.types("#learning", f"message {number}") for number in range(5)]
    await ana.types("#learning", "a reply", thread=said[0])
    texts, cursor = [], None
    while cursor != "":
        shown = await bot.web.conversations_history(channel=learning(slack), limit=2, cursor=cursor)
        texts += [one["text"] for one in shown["messages"]]
        cursor = (shown.get("response_metadata") or {}).get("next_cursor", "")
        assert shown["has_more"] is bool(cursor)
    assert texts == [f"message {number}" for number in (4, 3, 2, 1, 0)]


async def test_history_is_cut_by_time(slack: Sandbox, bot: RawBot) -> None:
    one, two, three = [await slack.person("ana").types("#learning", text) for text in ("one", "two", "three")]
    between = await bot.web.conversations_history(channel=one.channel, oldest=one.ts, latest=three.ts)
    assert [message["ts"] for message in between["messages"]] == [two.ts]
    whole = await bot.web.conversations_history(
        channel=one.channel, oldest=one.ts, latest=three.ts, inclusive=True
    )
    assert len(whole["messages"]) == 3
    wrong = bot.web.conversations_history(channel=one.channel, oldest="yesterday")
    assert (await refusal(wrong))["error"] == "invalid_ts_oldest"


async def test_replies_begin_with_the_parent(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    parent = await ana.types("#learning", "question")
    for number in range(3):
        await ana.types("#learning", f"answer {number}", thread=parent)
    first = await bot.web.conversations_replies(channel=parent.channel, ts=parent.ts, limit=2)
    assert [one["text"] for one in first["messages"]] == ["question", "answer 0"]
    assert first["messages"][0]["reply_count"] == 3
    cursor = first["response_metadata"]["next_cursor"]
    rest = await bot.web.conversations_replies(channel=parent.channel, ts=parent.ts, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["answer 1", "answer 2"]
    nowhere = bot.web.conversations_replies(channel=parent.channel, ts="1.000001")
    assert (await refusal(nowhere))["error"] == "thread_not_found"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"cursor": "?"}, "invalid_cursor"),
        ({"cursor": "bmV4dDo5OTk="}, "invalid_cursor"),
        ({"limit": 0}, "invalid_limit"),
        ({"limit": 1001}, "invalid_limit"),
    ],
)
async def test_pages_that_are_not_there(
    slack: Sandbox, bot: RawBot, args: dict[str, str], error: str
) -> None:
    assert (await refusal(bot.web.conversations_members(channel=learning(slack), **args)))["error"] == error


async def test_history_is_for_members(slack: Sandbox, bot: RawBot) -> None:
    random = slack.workspace.channel("random").id
    assert (await refusal(bot.web.conversations_history(channel=random)))["error"] == "not_in_channel"
    assert (await refusal(bot.web.conversations_replies(channel=random, ts="1.0")))[
        "error"
    ] == "not_in_channel"
    await slack.person("ben").removes("#learning-admins", slack.workspace.bot)
    admins = slack.workspace.channel("learning-admins").id
    assert (await refusal(bot.web.conversations_history(channel=admins)))["error"] == "channel_not_found"


async def test_channels_are_listed_by_type(slack: Sandbox, bot: RawBot) -> None:
    await slack.person("ben").archives("#random")

    async def names(**args: object) -> list[str]:
        return [one["name"] for one in (await bot.web.conversations_list(**args))["channels"]]

    assert await names() == ["general", "learning", "circles", "kudos", "random"]
    assert await names(exclude_archived=True) == ["general", "learning", "circles", "kudos"]
    assert await names(types="private_channel") == ["learning-admins"]
    assert await names(types="public_channel,private_channel", limit=2) == ["general", "learning"]
    assert (await refusal(bot.web.conversations_list(types="rooms")))["error"] == "invalid_types"
    mine = await bot.web.users_conversations(types="public_channel,private_channel")
    shared = ["general", "learning", "circles", "kudos", "learning-admins"]
    assert [one["name"] for one in mine["channels"]] == shared
    hers = await bot.web.users_conversations(user=slack.person("mei").id)
    assert [one["name"] for one in hers["channels"]] == ["learning"]
    assert (await refusal(bot.web.users_conversations(user="U0")))["error"] == "user_not_found"


async def test_a_channel_is_described(slack: Sandbox, bot: RawBot) -> None:
    info = (await bot.web.conversations_info(channel=learning(slack)))["channel"]
    assert (info["name"], info["is_member"], info["is_private"]) == ("learning", True, False)
    assert "num_members" not in info
    more = await bot.web.conversations_info(channel=learning(slack), include_num_members=True)
    assert more["channel"]["num_members"] == len(slack.workspace.channel("learning").members)
    ana = slack.person("ana")
    dm = (await bot.web.conversations_info(channel=ana.dm_channel.id))["channel"]
    assert (dm["is_im"], dm["user"]) == (True, ana.id)
    listed = await bot.web.conversations_list(types="im")
    assert [one["user"] for one in listed["channels"]] == [ana.id]
    opened = await bot.web.conversations_open(channel=dm["id"])
    assert opened["channel"]["id"] == dm["id"]
    wrong = bot.web.conversations_open(channel=learning(slack))
    assert (await refusal(wrong))["error"] == "method_not_supported_for_channel_type"
    several = bot.web.conversations_open(users=[ana.id, slack.person("ben").id])
    assert (await refusal(several))["needed"] == "mpim:write"


async def test_everyone_is_listed_a_page_at_a_time(manifest, clock) -> None:  # type: ignore[no-untyped-def]
    async with Sandbox(manifest, workspace=plain(250, 2), clock=clock) as slack:
        bot = RawBot(slack)
        people = []
        async for shown in await bot.web.users_list(limit=100):
            people += shown["members"]
        assert len(people) == 251
        everyone = await bot.web.users_list()
        assert len(everyone["members"]) == 251
        members = []
        async for shown in await bot.web.conversations_members(channel=slack.workspace.channel("c2").id):
            members += shown["members"]
        assert len(set(members)) == 251
        await bot.close()
