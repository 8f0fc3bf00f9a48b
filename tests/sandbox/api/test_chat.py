"""Posting, updating and deleting, as strictly as Slack."""

from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.rawbot import RawBot, button, mrkdwn, refusal

ACTIONS = {"type": "actions", "elements": [button("Sign up")]}


@pytest.fixture(autouse=True)
def in_no_hurry(slack: Sandbox) -> None:
    slack.limits.enforced = False


def cid(slack: Sandbox, name: str) -> str:
    return slack.workspace.channel(name).id


async def test_a_posted_message_is_seen_by_people(slack: Sandbox, bot: RawBot) -> None:
    answer = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="Hello", blocks=[ACTIONS])
    (seen,) = slack.person("ana").sees("#learning")
    assert (seen.ts, seen.text, seen.buttons) == (answer["ts"], "Hello", ["Sign up"])
    assert answer["message"]["bot_id"] == slack.workspace.bot_id
    assert answer["message"]["blocks"][0]["block_id"]
    assert seen.all_text == "Hello\nSign up"


async def test_the_bot_hears_its_own_posts_and_updates(slack: Sandbox, bot: RawBot) -> None:
    posted = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="Hello")
    await bot.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="Hello again")
    first, second = await bot.until(lambda: len(bot.events) >= 2 and bot.events)
    assert (first["type"], first["bot_id"], first["channel_type"]) == (
        "message",
        slack.workspace.bot_id,
        "channel",
    )
    assert (second["subtype"], second["hidden"]) == ("message_changed", True)
    assert (second["previous_message"]["text"], second["message"]["text"]) == ("Hello", "Hello again")
    assert second["message"]["edited"]["user"] == slack.workspace.bot.id


@pytest.mark.parametrize(
    ("channel", "args", "error"),
    [
        ("random", {"text": "x"}, "not_in_channel"),
        ("learning", {}, "no_text"),
        ("learning", {"text": ""}, "no_text"),
        ("learning", {"text": "x" * 40_001}, "msg_too_long"),
        ("learning", {"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ("learning", {"text": "x", "blocks": {}}, "invalid_blocks_format"),
        ("learning", {"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ("learning", {"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            "learning",
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": "x" * 9000}}},
            "metadata_too_large",
        ),
    ],
)
async def test_posts_that_slack_refuses(
    slack: Sandbox, bot: RawBot, channel: str, args: dict[str, Any], error: str
) -> None:
    call = bot.web.api_call("chat.postMessage", json={"channel": cid(slack, channel), **args})
    assert (await refusal(call))["error"] == error
    assert slack.workspace.messages() == []


async def test_channels_that_the_bot_cannot_see_are_not_found(slack: Sandbox, bot: RawBot) -> None:
    await slack.person("ben").removes("#learning-admins", slack.workspace.bot)
    for channel in (cid(slack, "learning-admins"), "C0NOSUCH", "#learning"):
        assert (await refusal(bot.web.chat_postMessage(channel=channel, text="x")))[
            "error"
        ] == "channel_not_found"


async def test_an_archived_channel_is_closed(slack: Sandbox, bot: RawBot) -> None:
    posted = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="x")
    await slack.person("ben").archives("#learning")
    assert (await refusal(bot.web.chat_postMessage(channel=posted["channel"], text="x")))[
        "error"
    ] == "is_archived"
    update = bot.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    assert (await refusal(update))["error"] == "is_inactive"


async def test_a_user_id_opens_the_conversation(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    posted = await bot.web.chat_postMessage(channel=ana.id, text="Welcome")
    opened = await bot.web.conversations_open(users=ana.id)
    assert posted["channel"] == opened["channel"]["id"] == ana.dm_channel.id
    assert [message.text for message in ana.dm] == ["Welcome"]
    whole = await bot.web.conversations_open(users=ana.id, return_im=True)
    assert whole["channel"]["user"] == ana.id


async def test_nobody_is_written_to_who_cannot_be(slack: Sandbox, bot: RawBot) -> None:
    for user in (slack.workspace.bot.id, "USLACKBOT"):
        assert (await refusal(bot.web.chat_postMessage(channel=user, text="x")))["error"] == "cannot_dm_bot"
        assert (await refusal(bot.web.conversations_open(users=user)))["error"] == "cannot_dm_bot"
    noor = slack.person("noor").id
    assert (await refusal(bot.web.conversations_open(users=noor)))["error"] == "user_disabled"
    assert (await refusal(bot.web.chat_postMessage(channel=noor, text="x")))["error"] == "channel_not_found"
    assert (await refusal(bot.web.conversations_open(users="U0")))["error"] == "user_not_found"
    assert (await refusal(bot.web.api_call("conversations.open")))["error"] == "users_list_not_supplied"


async def test_a_thread_counts_its_replies(slack: Sandbox, bot: RawBot) -> None:
    learning, ana = cid(slack, "learning"), slack.person("ana")
    parent = await bot.web.chat_postMessage(channel=learning, text="Question")
    await ana.types("#learning", "Answer", thread=parent["ts"])
    reply = await bot.web.chat_postMessage(channel=learning, text="Thanks", thread_ts=parent["ts"])
    assert reply["message"]["parent_user_id"] == slack.workspace.bot.id
    (top,) = ana.sees("#learning")
    assert (top.data["reply_count"], top.data["reply_users_count"]) == (2, 2)
    assert [one.text for one in ana.sees("#learning", thread=top)] == ["Question", "Answer", "Thanks"]
    nested = bot.web.chat_postMessage(channel=learning, text="x", thread_ts=reply["ts"])
    assert (await refusal(nested))["error"] == "cannot_reply_to_message"


async def test_a_reply_may_also_go_to_the_channel(slack: Sandbox, bot: RawBot) -> None:
    learning = cid(slack, "learning")
    parent = await bot.web.chat_postMessage(channel=learning, text="Question")
    await bot.web.chat_postMessage(
        channel=learning, text="Answer", thread_ts=parent["ts"], reply_broadcast=True
    )
    assert [one.text for one in slack.person("ana").sees("#learning")] == ["Question", "Answer"]
    event = await bot.until(lambda: [one for one in bot.events if one.get("subtype") == "thread_broadcast"])
    assert event[0]["root"]["text"] == "Question"


async def test_updating_keeps_blocks_that_are_not_given(slack: Sandbox, bot: RawBot) -> None:
    posted = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="Hello", blocks=[ACTIONS])
    message = slack.workspace.messages()[0]
    await bot.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="New")
    assert (message.text, message.buttons) == ("New", ["Sign up"])
    await bot.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="New", blocks=[])
    assert message.buttons == []


async def test_only_the_bots_own_messages_can_be_changed(slack: Sandbox, bot: RawBot) -> None:
    said = await slack.person("ana").types("#learning", "mine")
    where = {"channel": said.channel, "ts": said.ts}
    assert (await refusal(bot.web.chat_update(**where, text="x")))["error"] == "cant_update_message"
    assert (await refusal(bot.web.chat_delete(**where)))["error"] == "cant_delete_message"
    gone = {"channel": said.channel, "ts": "1.000001"}
    assert (await refusal(bot.web.chat_update(**gone, text="x")))["error"] == "message_not_found"
    long = bot.web.chat_postMessage(channel=said.channel, text="x")
    ts = (await long)["ts"]
    assert (await refusal(bot.web.chat_update(channel=said.channel, ts=ts, text="x" * 4001)))["error"] == (
        "msg_too_long"
    )


async def test_a_deleted_parent_leaves_a_tombstone(slack: Sandbox, bot: RawBot) -> None:
    learning, ana = cid(slack, "learning"), slack.person("ana")
    parent = await bot.web.chat_postMessage(channel=learning, text="Question")
    reply = await ana.types("#learning", "Answer", thread=parent["ts"])
    await bot.web.chat_delete(channel=learning, ts=parent["ts"])
    (left,) = ana.sees("#learning")
    assert (left.data["subtype"], left.text) == ("tombstone", "This message was deleted.")
    assert [one.text for one in ana.sees("#learning", thread=left)] == [left.text, "Answer"]
    changed = await bot.until(lambda: [one for one in bot.events if one.get("subtype") == "message_changed"])
    assert changed[0]["message"]["subtype"] == "tombstone"
    await ana.deletes(reply)
    assert "reply_count" not in left.data


async def test_a_deleted_message_is_gone_and_told_of(slack: Sandbox, bot: RawBot) -> None:
    posted = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="Hello")
    await bot.web.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert slack.person("ana").sees("#learning") == []
    (event,) = await bot.until(lambda: [one for one in bot.events if one.get("subtype") == "message_deleted"])
    assert (event["deleted_ts"], event["previous_message"]["text"]) == (posted["ts"], "Hello")


async def test_metadata_is_kept_and_returned(slack: Sandbox, bot: RawBot) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "42"}}
    posted = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="x", metadata=metadata)
    assert posted["message"]["metadata"] == metadata
    whole = await bot.web.conversations_history(channel=posted["channel"], include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata
    short = await bot.web.conversations_history(channel=posted["channel"])
    assert short["messages"][0]["metadata"] == {"event_type": "outbox"}
    await bot.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
    assert slack.workspace.messages()[0].metadata == metadata
    await bot.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="y", metadata={})
    assert slack.workspace.messages()[0].metadata is None


async def test_a_permalink_leads_to_the_page(slack: Sandbox, bot: RawBot) -> None:
    posted = await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="x")
    link = await bot.web.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])
    number = posted["ts"].replace(".", "")
    assert link["permalink"] == f"{slack.page_url}#/{posted['channel']}/p{number}"


async def test_an_ephemeral_message_is_seen_by_one_person(slack: Sandbox, bot: RawBot) -> None:
    learning, ana, ben = cid(slack, "learning"), slack.person("ana"), slack.person("ben")
    await bot.web.chat_postEphemeral(channel=learning, user=ana.id, text="Just you")
    assert [(one.text, one.ephemeral) for one in ana.sees("#learning")] == [("Just you", True)]
    assert ben.sees("#learning") == []
    assert (await bot.web.conversations_history(channel=learning))["messages"] == []
    stranger = bot.web.chat_postEphemeral(channel=cid(slack, "learning-admins"), user=ana.id, text="x")
    assert (await refusal(stranger))["error"] == "user_not_in_channel"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("<!channel> hello", None),
        ("ok", [{"type": "section", "text": mrkdwn("<!here>")}]),
        ("ok", [{"type": "context", "elements": [mrkdwn("<!subteam^S1>")]}]),
        (
            "ok",
            [
                {
                    "type": "rich_text",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}
                    ],
                }
            ],
        ),
    ],
)
async def test_a_broadcast_by_the_bot_is_noticed(slack: Sandbox, bot: RawBot, text: str, blocks: Any) -> None:
    await bot.web.chat_postMessage(channel=cid(slack, "learning"), text=text, blocks=blocks)
    assert len(slack.workspace.broadcasts) == 1


async def test_escaped_and_plain_text_broadcasts_call_nobody(slack: Sandbox, bot: RawBot) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}}
    await bot.web.chat_postMessage(channel=cid(slack, "learning"), text="&lt;!channel&gt;", blocks=[header])
    await slack.person("ana").types("#learning", "@channel hello")
    assert slack.workspace.broadcasts == []
    assert slack.workspace.messages()[-1].text == "<!channel> hello"


async def test_blocks_without_a_fallback_are_complained_of(slack: Sandbox, bot: RawBot) -> None:
    await bot.web.api_call("chat.postMessage", json={"channel": cid(slack, "learning"), "blocks": [ACTIONS]})
    assert slack.complaints == ["a message has blocks but no text to fall back on"]
