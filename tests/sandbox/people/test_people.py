"""What people do in Slack, and what the app hears of it."""

from datetime import date
from typing import Any

import pytest

from sandbox import Refused, Sandbox, User
from tests.sandbox.rawbot import RawBot, button, modal, mrkdwn, plain, question


def heard(bot: RawBot, kind: str) -> list[dict[str, Any]]:
    return [one for one in bot.events if kind in (one["type"], one.get("subtype"))]


async def settled(slack: Sandbox) -> None:
    await slack.until(lambda: not slack.delivery.busy)


async def test_what_is_typed_is_escaped_and_linked(slack: Sandbox, bot: RawBot) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    said = await ana.types("#learning", "a < b & c, @ben: see https://x.example/?a=1&b=2 in #general @nobody")
    general = slack.workspace.channel("general").id
    assert said.text == (
        f"a &lt; b &amp; c, {ben.mention}: see <https://x.example/?a=1&amp;b=2> "
        f"in <#{general}|general> @nobody"
    )
    await settled(slack)
    assert bot.events[0]["text"] == said.text
    assert bot.events[0]["user"] == ana.id


async def test_a_command_is_sent_as_registered(slack: Sandbox, bot: RawBot) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    bot.answers["slash_commands"] = lambda payload: {"text": "On it"}
    result = await ana.types("#learning", "/learn  does @ben know <b> & #general? <@U123> ")
    assert result.ok
    assert result.message.text == "On it"
    general = slack.workspace.channel("general").id
    (payload,) = bot.payloads("slash_commands")
    assert payload["text"] == (
        f"does <@{ben.id}|ben> know &lt;b&gt; &amp; <#{general}|general>? &lt;@U123&gt;"
    )
    assert (payload["command"], payload["user_id"], payload["channel_name"]) == ("/learn", ana.id, "learning")
    assert [one.text for one in ana.sees("#learning")] == ["On it"]
    await ana.types("#learning", "/plain @ben & co")
    assert bot.payloads("slash_commands")[-1]["text"] == "@ben &amp; co"


async def test_private_channels_and_dms_are_not_named_in_commands(slack: Sandbox, bot: RawBot) -> None:
    grace = slack.person("grace")
    await grace.types("#learning-admins", "/learn")
    await grace.types(grace.dm_channel, "/learn")
    assert [one["channel_name"] for one in bot.payloads("slash_commands")] == [
        "privategroup",
        "directmessage",
    ]


async def test_a_command_may_answer_for_all(slack: Sandbox, bot: RawBot) -> None:
    bot.answers["slash_commands"] = lambda payload: {"text": "Look", "response_type": "in_channel"}
    await slack.person("ana").types("#learning", "/learn")
    assert [one.text for one in slack.person("ben").sees("#learning")] == ["Look"]


async def test_a_bad_answer_to_a_command_is_told(slack: Sandbox, bot: RawBot) -> None:
    bot.answers["slash_commands"] = lambda payload: {"text": "x", "blocks": [{"type": "shout"}]}
    result = await slack.person("ana").types("#learning", "/learn")
    assert (result.ok, result.error) == (False, "invalid_command_response")
    assert "unsupported type: shout" in slack.complaints[0]


async def test_unknown_commands_and_commands_in_threads_are_refused(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    assert (await ana.types("#learning", "/nope")).message.text == "/nope is not a valid command."
    said = await ana.types("#learning", "hello")
    result = await ana.types("#learning", "/learn", thread=said)
    assert (result.ok, result.message.text) == (False, "/learn is not supported in threads. Sorry!")
    assert bot.payloads("slash_commands") == []


async def test_people_write_only_where_they_are(slack: Sandbox) -> None:
    ana, noor, mei = slack.person("ana"), slack.person("noor"), slack.person("mei")
    with pytest.raises(Refused, match="not in #learning-admins"):
        await ana.types("#learning-admins", "hello")
    with pytest.raises(Refused, match="cannot see"):
        ana.sees("#learning-admins")
    with pytest.raises(Refused, match="has left"):
        await noor.types("#learning", "hello")
    with pytest.raises(Refused, match="cannot see"):
        mei.sees("#general")
    with pytest.raises(Refused, match="thread_not_found"):
        await ana.types("#learning", "hello", thread="1.000001")
    await slack.person("ben").archives("#random")
    with pytest.raises(Refused, match="archived"):
        await ana.types("#random", "hello")


async def test_a_read_only_messages_tab_takes_no_messages(slack: Sandbox, monkeypatch: Any) -> None:
    monkeypatch.setattr(type(slack.manifest), "messages_read_only", True, raising=False)
    ana = slack.person("ana")
    with pytest.raises(Refused, match="turned off"):
        await ana.types(ana.dm_channel, "hello")


async def test_a_direct_message_reaches_the_app(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    await ana.types(ana.dm_channel, "hello")
    await settled(slack)
    assert (bot.events[0]["channel_type"], bot.events[0]["text"]) == ("im", "hello")
    assert [one.text for one in ana.dm] == ["hello"]


async def test_buttons_are_pressed(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    overflow = {"type": "overflow", "action_id": "more", "options": [{"text": plain("Edit"), "value": "e"}]}
    card = [
        {"type": "actions", "block_id": "b", "elements": [button("Sign up", "join", value="7"), overflow]}
    ]
    await bot.web.chat_postMessage(channel=slack.workspace.channel("learning").id, text="x", blocks=card)
    (shown,) = ana.sees("#learning")
    assert (await ana.presses(shown, "Sign up")).ok
    payload = bot.payloads("block_actions")[0]
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("join", "b", "7")
    assert action["text"] == plain("Sign up")
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == shown.ts
    assert payload["channel"] == {"id": shown.channel, "name": "learning"}
    assert payload["user"]["id"] == ana.id
    await ana.presses(shown, "more", option="Edit")
    assert bot.payloads("block_actions")[1]["actions"][0]["selected_option"]["value"] == "e"
    with pytest.raises(Refused, match="There is no 'Leave' here"):
        await ana.presses(shown, "Leave")
    with pytest.raises(Refused, match="no option"):
        await ana.presses(shown, "more", option="Delete")
    await bot.web.chat_delete(channel=shown.channel, ts=shown.ts)
    with pytest.raises(Refused, match="does not see"):
        await ana.presses(shown, "Sign up")


async def test_a_press_that_nobody_answers_fails(slack: Sandbox, bot: RawBot) -> None:
    slack.limits.acknowledge_seconds, bot.silent = 0.05, True
    card = [{"type": "actions", "elements": [button("Go")]}]
    await bot.web.chat_postMessage(channel=slack.workspace.channel("learning").id, text="x", blocks=card)
    outcome = await slack.person("ana").presses(slack.person("ana").sees("#learning")[0], "Go")
    assert (outcome.ok, outcome.error) == (False, "operation_timeout")


def select(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "value", **more}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def labelled(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element, **more}


FORM = modal(
    labelled("Title", select("plain_text_input", min_length=3)),
    labelled("Level", select("static_select", options=[option("Easy"), option("Hard")])),
    labelled("Topics", select("multi_external_select", min_query_length=0, initial_options=[option("Rust")])),
    labelled("Host", select("users_select")),
    labelled("Where", select("channels_select"), optional=True),
    labelled("Day", select("datepicker", initial_date="2026-03-01")),
    labelled("Extras", select("checkboxes", options=[option("Cake"), option("Tea")]), optional=True),
    labelled("Mail", select("email_text_input"), optional=True),
    callback_id="offer",
    private_metadata="secret",
)


async def open_form(slack: Sandbox, bot: RawBot, view: dict[str, Any] = FORM) -> None:
    bot.answers["slash_commands"] = lambda payload: bot.web.views_open(
        trigger_id=payload["trigger_id"], view=view
    )

    async def opens(payload: dict[str, Any]) -> None:
        await bot.web.views_open(trigger_id=payload["trigger_id"], view=view)

    bot.answers["slash_commands"] = opens
    await slack.person("ana").types("#learning", "/learn")


async def test_a_form_is_filled_in_and_submitted(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    await open_form(slack, bot)
    bot.answers["block_suggestion"] = lambda payload: {"options": [option("Rust"), option("Postgres")]}
    assert await ana.looks_up("Topics", "po") == ["Rust", "Postgres"]
    result = await ana.submits(
        {
            "Title": "Indexes & more",
            "Level": "Hard",
            "Topics": ["Rust", "Postgres"],
            "Host": "ben",
            "Where": "#general",
            "Day": date(2026, 4, 1),
            "Extras": ["Tea"],
        }
    )
    assert result.ok
    assert ana.modal is None
    (payload,) = bot.payloads("view_submission")
    assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == ("offer", "secret")
    values = {
        block: next(iter(state.values())) for block, state in payload["view"]["state"]["values"].items()
    }
    assert values == {
        "title": {"type": "plain_text_input", "value": "Indexes & more"},
        "level": {"type": "static_select", "selected_option": option("Hard")},
        "topics": {"type": "multi_external_select", "selected_options": [option("Rust"), option("Postgres")]},
        "host": {"type": "users_select", "selected_user": slack.person("ben").id},
        "where": {"type": "channels_select", "selected_channel": slack.workspace.channel("general").id},
        "day": {"type": "datepicker", "selected_date": "2026-04-01"},
        "extras": {"type": "checkboxes", "selected_options": [option("Tea")]},
        "mail": {"type": "email_text_input", "value": None},
    }


async def test_slack_itself_checks_a_form_first(slack: Sandbox, bot: RawBot) -> None:
    await open_form(slack, bot)
    result = await slack.person("ana").submits({"Title": "ab", "Mail": "nobody"})
    assert result.errors == {
        "Title": "Please enter at least 3 characters.",
        "Level": "Please complete this required field.",
        "Host": "Please complete this required field.",
        "Mail": "Please enter a valid email address.",
    }
    assert bot.payloads("view_submission") == []


SMALL = modal(question("Name"), question("Nick", "nick"))


async def test_errors_from_the_app_stand_at_their_fields(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    await open_form(slack, bot, SMALL)
    bot.answers["view_submission"] = lambda payload: {
        "response_action": "errors",
        "errors": {"nick": "Taken"},
    }
    result = await ana.submits({"Name": "Ana", "Nick": "ana"})
    assert (result.ok, result.errors) == (False, {"Nick": "Taken"})
    assert ana.modal is not None
    assert ana.modal.values["nick"]["value"]["value"] == "ana"
    bot.answers["view_submission"] = lambda payload: {
        "response_action": "update",
        "view": modal(question("Next")),
    }
    assert (await ana.submits()).ok
    assert ana.modal.blocks[0]["label"]["text"] == "Next"
    bot.answers["view_submission"] = lambda payload: {"response_action": "clear"}
    assert (await ana.submits({"Next": "x"})).ok
    assert ana.modals == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "dance"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"text": "hello"},
    ],
)
async def test_answers_to_a_form_that_make_no_sense_are_trouble(
    slack: Sandbox, bot: RawBot, answer: dict[str, Any]
) -> None:
    await open_form(slack, bot, SMALL)
    bot.answers["view_submission"] = lambda payload: answer
    result = await slack.person("ana").submits({"Name": "Ana", "Nick": "ana"})
    assert result.error == "We had some trouble connecting. Try again?"
    assert len(slack.complaints) == 1


async def test_a_form_that_nobody_answers_is_trouble(slack: Sandbox, bot: RawBot) -> None:
    await open_form(slack, bot, SMALL)
    slack.limits.acknowledge_seconds, bot.silent = 0.05, True
    assert (await slack.person("ana").submits({"Name": "Ana", "Nick": "a"})).error.startswith(
        "We had some trouble"
    )


async def test_closing_is_told_if_asked_for(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    await open_form(slack, bot, SMALL)
    await ana.closes()
    assert bot.payloads("view_closed") == []
    await open_form(slack, bot, modal(notify_on_close=True, clear_on_close=True))
    await ana.closes()
    (closed,) = bot.payloads("view_closed")
    assert closed["is_cleared"] is True
    with pytest.raises(Refused, match="no such modal"):
        await ana.closes()


async def test_menus_and_inputs_tell_the_app_where_slack_does(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    menu = {
        "type": "static_select",
        "action_id": "m",
        "options": [option("Easy")],
        "placeholder": plain("Pick"),
    }
    view = modal(
        question("Name"),
        {**question("Kind", "kind"), "dispatch_action": True},
        {"type": "section", "block_id": "s", "text": mrkdwn("Level"), "accessory": menu},
    )
    await open_form(slack, bot, view)
    assert ana.modal is not None
    await ana.chooses(ana.modal, "Name", "Ana")
    assert bot.payloads("block_actions") == []
    await ana.chooses(ana.modal, "Kind", "x")
    await ana.chooses(ana.modal, "Level", "Easy")
    kind, level = bot.payloads("block_actions")
    assert (kind["actions"][0]["value"], level["actions"][0]["selected_option"]) == ("x", option("Easy"))
    assert level["view"]["state"]["values"]["q"]["value"]["value"] == "Ana"


@pytest.mark.parametrize(
    "answer", [None, {"options": 7}, {"options": [option("x" * 76)]}, {"option_groups": []}]
)
async def test_bad_options_are_not_shown(slack: Sandbox, bot: RawBot, answer: Any) -> None:
    await open_form(slack, bot)
    bot.answers["block_suggestion"] = lambda payload: answer
    with pytest.raises(Refused, match="could not be loaded"):
        await slack.person("ana").looks_up("Topics", "x")
    assert slack.complaints


async def test_option_groups_are_looked_through(slack: Sandbox, bot: RawBot) -> None:
    groups = [{"label": plain("Known"), "options": [option("Rust")]}]
    await open_form(slack, bot, modal(labelled("Topics", select("external_select"))))
    bot.answers["block_suggestion"] = lambda payload: {"option_groups": groups}
    ana = slack.person("ana")
    assert await ana.looks_up("Topics", "ru") == []
    assert await ana.looks_up("Topics", "rus") == ["Rust"]
    with pytest.raises(Refused, match="no option"):
        await ana.submits({"Topics": "Cobol"})


async def test_shortcuts_are_used(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    said = await ana.types("#learning", "how?")
    await ana.uses("Ask this", said)
    (payload,) = bot.payloads("message_action")
    assert (payload["callback_id"], payload["message_ts"]) == ("ask_this", said.ts)
    assert payload["message"]["text"] == "how?"
    await ana.uses("Ask anywhere")
    assert bot.payloads("shortcut")[0]["callback_id"] == "ask"
    with pytest.raises(Refused, match="no message shortcut"):
        await ana.uses("Nothing", said)


async def test_reactions_come_and_go(slack: Sandbox, bot: RawBot) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    said = await ana.types("#learning", "hello")
    await ben.reacts(said, "tada")
    await ana.reacts(said, ":tada:")
    await ben.unreacts(said, "tada")
    await settled(slack)
    assert said.reactions == {"tada": [ana.id]}
    added, _ = heard(bot, "reaction_added")
    assert (added["user"], added["item_user"], added["reaction"]) == (ben.id, ana.id, "tada")
    assert added["item"] == {"type": "message", "channel": said.channel, "ts": said.ts}
    assert heard(bot, "reaction_removed")[0]["user"] == ben.id
    with pytest.raises(Refused, match="already_reacted"):
        await ana.reacts(said, "tada")
    with pytest.raises(Refused, match="no_reaction"):
        await ben.unreacts(said, "tada")
    got = await bot.web.reactions_get(channel=said.channel, timestamp=said.ts)
    assert got["message"]["reactions"] == [{"name": "tada", "users": [ana.id], "count": 1}]
    await bot.web.reactions_add(channel=said.channel, timestamp=said.ts, name="eyes")
    assert said.reactions["eyes"] == [slack.workspace.bot.id]
    await ana.unreacts(said, "tada")


async def test_people_edit_and_delete_their_own(slack: Sandbox, bot: RawBot) -> None:
    ana, ben, grace = slack.person("ana"), slack.person("ben"), slack.person("grace")
    said = await ana.types("#learning", "hello")
    await ana.edits(said, "hello <all>")
    assert said.text == "hello &lt;all&gt;"
    with pytest.raises(Refused, match="author"):
        await ben.edits(said, "x")
    with pytest.raises(Refused, match="author"):
        await ben.deletes(said)
    await grace.deletes(said)
    await settled(slack)
    assert heard(bot, "message_changed")[0]["message"]["edited"]["user"] == ana.id
    assert heard(bot, "message_deleted")[0]["deleted_ts"] == said.ts


async def test_coming_and_going_is_told(slack: Sandbox, bot: RawBot) -> None:
    ben, ana = slack.person("ben"), slack.person("ana")
    await ben.leaves("#learning")
    await ben.joins("#learning")
    await ben.invites("#learning-admins", ana)
    await ben.removes("#learning-admins", "ana")
    await settled(slack)
    assert [(one["user"], one.get("inviter")) for one in heard(bot, "member_joined_channel")] == [
        (ben.id, None),
        (ana.id, ben.id),
    ]
    assert [one["user"] for one in heard(bot, "member_left_channel")] == [ben.id, ana.id]
    assert heard(bot, "channel_join")[0]["text"] == f"<@{ben.id}> has joined the channel"
    with pytest.raises(Refused, match="already_in_channel"):
        await ben.joins("#learning")
    with pytest.raises(Refused, match="cannot join"):
        await ana.joins("#learning-admins")
    with pytest.raises(Refused, match="not_in_channel"):
        await ana.leaves("#learning-admins")


async def test_the_bot_is_invited_and_removed(slack: Sandbox, bot: RawBot) -> None:
    ben, me = slack.person("ben"), slack.workspace.bot
    await ben.invites("#random", me)
    await ben.removes("#random", me.id)
    await ben.types("#random", "are you there?")
    await settled(slack)
    assert heard(bot, "member_joined_channel")[0]["user"] == me.id
    assert heard(bot, "member_left_channel") == []
    (left,) = heard(bot, "channel_left")
    assert (left["channel"], left["actor_id"]) == (slack.workspace.channel("random").id, ben.id)
    assert [one for one in bot.events if one.get("text") == "are you there?"] == []


async def test_channels_are_archived_and_brought_back(slack: Sandbox, bot: RawBot) -> None:
    ben = slack.person("ben")
    await ben.archives("#learning")
    await ben.unarchives("#learning")
    await ben.archives("#learning-admins")
    await settled(slack)
    assert [one["type"] for one in bot.events] == ["channel_archive", "channel_unarchive", "group_archive"]
    with pytest.raises(Refused, match="already_archived"):
        await ben.archives("#learning-admins")


async def test_people_join_the_company_and_change(slack: Sandbox, bot: RawBot) -> None:
    olga = slack.hires(User("U0OLGA", "olga", "Olga Ivanova", tz="Europe/Riga"))
    await olga.joins("#learning")
    await olga.changes(tz="Asia/Tokyo")
    await settled(slack)
    assert heard(bot, "team_join")[0]["user"]["name"] == "olga"
    assert heard(bot, "user_change")[0]["user"]["tz"] == "Asia/Tokyo"
    await olga.changes(deleted=True)
    await settled(slack)
    assert heard(bot, "user_change")[1]["user"]["deleted"] is True
    assert olga.id not in slack.workspace.channel("learning").members


async def test_without_interactivity_nothing_can_be_pressed(
    slack: Sandbox, bot: RawBot, monkeypatch: Any
) -> None:
    monkeypatch.setattr(type(slack.manifest), "interactive", False, raising=False)
    said = await slack.person("ana").types("#learning", "hello")
    with pytest.raises(Refused, match="not configured"):
        await slack.person("ana").uses("Ask this", said)


async def test_waiting_in_vain_shows_the_last_messages(slack: Sandbox) -> None:
    await slack.person("ana").types("#learning", "the last words")
    with pytest.raises(AssertionError, match="the last words"):
        await slack.until(lambda: False, timeout=0.01)


def test_people_and_channels_go_by_name_or_id(slack: Sandbox) -> None:
    ana = slack.person("ana")
    assert slack.person(ana.id) is ana
    assert slack.person("@ana").name == "ana"
    for find in (slack.workspace.user, slack.workspace.channel):
        with pytest.raises(KeyError, match="called nobody"):
            find("nobody")
