"""Triggers, modals, Home tabs: what opens, and what no longer does."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import Refused, Sandbox
from tests.sandbox.rawbot import RawBot, modal, mrkdwn, plain, question, refusal

HOME = {"type": "home", "blocks": [{"type": "section", "text": mrkdwn("Your goals")}]}


async def trigger(slack: Sandbox, bot: RawBot, who: str = "ana") -> str:
    before = len(bot.payloads("slash_commands"))
    await slack.person(who).types("#learning", "/learn")
    return str(bot.payloads("slash_commands")[before]["trigger_id"])


async def test_a_trigger_opens_one_modal_for_its_person(slack: Sandbox, bot: RawBot) -> None:
    ana, first = slack.person("ana"), await trigger(slack, bot)
    opened = await bot.web.views_open(
        trigger_id=first, view=modal(question("Your question"), callback_id="ask")
    )
    assert ana.modal is not None
    assert (ana.modal.id, ana.modal.callback_id) == (opened["view"]["id"], "ask")
    assert slack.person("ben").modal is None
    assert opened["view"]["hash"]
    assert opened["view"]["root_view_id"] == opened["view"]["id"]
    again = bot.web.views_open(trigger_id=first, view=modal())
    assert (await refusal(again))["error"] == "exchanged_trigger_id"


async def test_a_trigger_expires_after_three_seconds(slack: Sandbox, bot: RawBot) -> None:
    late = await trigger(slack, bot)
    slack.advance(timedelta(seconds=3.1))
    assert (await refusal(bot.web.views_open(trigger_id=late, view=modal())))["error"] == "expired_trigger_id"
    later = await trigger(slack, bot)
    slack.advance(timedelta(hours=1))
    await trigger(slack, bot)
    assert (await refusal(bot.web.views_open(trigger_id=later, view=modal())))[
        "error"
    ] == "expired_trigger_id"


async def test_made_up_triggers_are_invalid(slack: Sandbox, bot: RawBot) -> None:
    assert (await refusal(bot.web.views_open(trigger_id="x", view=modal())))["error"] == "invalid_trigger_id"
    assert (await refusal(bot.web.api_call("views.open", json={"view": modal()})))[
        "error"
    ] == "invalid_arguments"


async def test_a_bad_view_does_not_spend_the_trigger(slack: Sandbox, bot: RawBot) -> None:
    one = await trigger(slack, bot)
    bad = await refusal(bot.web.views_open(trigger_id=one, view=modal(title=plain("x" * 30))))
    assert bad["error"] == "invalid_arguments"
    assert bad["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert (await refusal(bot.web.api_call("views.open", json={"trigger_id": one, "view": "[]"})))[
        "ok"
    ] is False
    await bot.web.views_open(trigger_id=one, view=modal())


async def test_a_view_has_a_size(slack: Sandbox, bot: RawBot) -> None:
    blocks = [{"type": "section", "text": mrkdwn("x" * 3000)} for _ in range(100)]
    one = await trigger(slack, bot)
    assert (await refusal(bot.web.views_open(trigger_id=one, view=modal(*blocks))))[
        "error"
    ] == "view_too_large"


async def test_three_views_may_be_stacked(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    await bot.web.views_open(trigger_id=await trigger(slack, bot), view=modal(question("One")))
    bot.answers["view_submission"] = lambda payload: {
        "response_action": "push",
        "view": modal(question("More")),
    }
    assert (await ana.submits({"One": "x"})).ok
    assert (await ana.submits({"More": "x"})).ok
    assert len(ana.modals) == 3
    assert ana.modals[1].body["previous_view_id"] == ana.modals[0].id
    full = await ana.submits({"More": "x"})
    assert full.error == "We had some trouble connecting. Try again?"
    assert "push_limit_reached" in slack.complaints[-1]


async def test_views_push_needs_a_trigger_from_a_modal(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    outside = await trigger(slack, bot)
    assert (await refusal(bot.web.views_push(trigger_id=outside, view=modal())))[
        "error"
    ] == "invalid_trigger_id"
    button = {"type": "button", "action_id": "more", "text": plain("More")}
    view = modal({"type": "actions", "elements": [button]})
    await bot.web.views_open(trigger_id=await trigger(slack, bot), view=view)
    await ana.presses(ana.modals[0], "More")
    pressed = bot.payloads("block_actions")[-1]
    assert pressed["container"] == {"type": "view", "view_id": ana.modals[0].id}
    await bot.web.views_push(trigger_id=pressed["trigger_id"], view=modal(title=plain("Second")))
    assert [view.title for view in ana.modals] == ["A modal", "Second"]


async def test_an_open_view_can_be_updated_with_its_hash(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    view = modal(question("One"), external_id="mine")
    opened = (await bot.web.views_open(trigger_id=await trigger(slack, bot), view=view))["view"]
    changed = await bot.web.views_update(
        view_id=opened["id"], hash=opened["hash"], view=modal(question("Two"))
    )
    assert ana.modal is not None
    assert ana.modal.blocks[0]["label"]["text"] == "Two"
    stale = bot.web.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())
    assert (await refusal(stale))["error"] == "hash_conflict"
    await bot.web.views_update(view_id=opened["id"], hash=changed["view"]["hash"], view=modal())
    await ana.closes()
    assert (await refusal(bot.web.views_update(view_id=opened["id"], view=modal())))["error"] == "not_found"


async def test_an_external_id_is_used_once(slack: Sandbox, bot: RawBot) -> None:
    view = modal(external_id="mine")
    await bot.web.views_open(trigger_id=await trigger(slack, bot), view=view)
    second = bot.web.views_open(trigger_id=await trigger(slack, bot, "ben"), view=view)
    assert (await refusal(second))["error"] == "duplicate_external_id"
    await bot.web.views_update(external_id="mine", view=modal(title=plain("New"), external_id="mine"))
    assert slack.person("ana").modals[0].title == "New"


async def test_what_was_typed_survives_an_update(slack: Sandbox, bot: RawBot) -> None:
    ana, view = slack.person("ana"), modal(question("One"), question("Two", "r"))
    await bot.web.views_open(trigger_id=await trigger(slack, bot), view=view)
    assert ana.modal is not None
    await ana.chooses(ana.modal, "One", "typed")
    await bot.web.views_update(view_id=ana.modal.id, view=modal(question("One")))
    assert ana.modal.values == {"q": {"value": {"type": "plain_text_input", "value": "typed"}}}


async def test_a_home_tab_is_published_and_opened(slack: Sandbox, bot: RawBot) -> None:
    ana = slack.person("ana")
    await ana.opens_home()
    (event,) = await bot.until(lambda: [one for one in bot.events if one["type"] == "app_home_opened"])
    assert (event["tab"], event["user"], event["channel"]) == ("home", ana.id, ana.dm_channel.id)
    published = (await bot.web.views_publish(user_id=ana.id, view=HOME))["view"]
    assert ana.home is not None
    assert ana.home.all_text == "Your goals"
    await bot.web.views_publish(user_id=ana.id, view=HOME, hash=published["hash"])
    stale = bot.web.views_publish(user_id=ana.id, view=HOME, hash=published["hash"])
    assert (await refusal(stale))["error"] == "hash_conflict"
    assert (await refusal(bot.web.views_publish(user_id="U0", view=HOME)))["error"] == "user_not_found"
    await ana.opens_home()
    opened = await bot.until(lambda: [one for one in bot.events if "view" in one])
    assert opened[0]["view"]["id"] == published["id"]


async def test_without_a_home_tab_there_is_none(slack: Sandbox, bot: RawBot, monkeypatch: Any) -> None:
    monkeypatch.setattr(type(slack.manifest), "home_enabled", False, raising=False)
    with pytest.raises(Refused, match="no Home tab"):
        await slack.person("ana").opens_home()
    publish = bot.web.views_publish(user_id=slack.person("ana").id, view=HOME)
    assert (await refusal(publish))["error"] == "not_enabled"
