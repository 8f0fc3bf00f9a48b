"""The HTTP contract of the web page."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.rawbot import RawBot, button, modal, plain, question


class Browser:
    """The page's side of the contract, as one person."""

    def __init__(self, slack: Sandbox, session: aiohttp.ClientSession, who: str) -> None:
        self.slack, self.session, self.me = slack, session, slack.person(who)

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        async with self.session.get(f"{self.slack.page_url}page/{path}", params=query) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def post(self, verb: str, **body: Any) -> dict[str, Any]:
        url = f"{self.slack.page_url}page/{verb}"
        async with self.session.post(url, json={"as": self.me.id, **body}) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def messages(self, channel: str, **query: str) -> list[dict[str, Any]]:
        answer = await self.get("messages", **{"as": self.me.id}, channel=channel, **query)
        assert answer["ok"] is True
        shown: list[dict[str, Any]] = answer["messages"]
        return shown


@pytest.fixture
async def ana(slack: Sandbox) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        yield Browser(slack, session, "ana")


@pytest.fixture
def learning(slack: Sandbox) -> str:
    return slack.workspace.channel("learning").id


async def test_the_snapshot_has_everything_to_begin_with(slack: Sandbox, ana: Browser, bot: RawBot) -> None:
    shot = await ana.get("snapshot")
    assert shot["me"]["name"] == "ana"
    assert {"id", "real_name", "title", "team", "tz", "tz_label", "color", "is_admin"} <= set(shot["me"])
    assert [one["name"] for one in shot["channels"]] == ["general", "learning", "circles", "kudos", "random"]
    assert shot["channels"][1]["kind"] == "channel"
    assert shot["channels"][-1]["bot_is_member"] is False
    assert shot["commands"][0] == {"command": "/learn", "description": "Ask", "usage_hint": ""}
    assert shot["message_shortcuts"] == [{"name": "Ask this", "callback_id": "ask_this"}]
    assert shot["app"]["connected"] is True
    assert (shot["can_advance"], shot["views"], shot["home"]) == (True, [], None)
    assert shot["now"] == slack.clock.now().timestamp()
    ben = await ana.get("snapshot", **{"as": slack.person("ben").id})
    assert "learning-admins" in [one["name"] for one in ben["channels"]]
    nobody = await ana.get("snapshot", **{"as": "U0"})
    assert (nobody["ok"], nobody["error"]) == (False, "user_not_found")


async def test_the_files_are_served(slack: Sandbox, ana: Browser, tmp_path: Any, monkeypatch: Any) -> None:
    (tmp_path / "index.html").write_text("<title>Slack</title>", "utf-8")
    (tmp_path / "app.js").write_text("//", "utf-8")
    monkeypatch.setattr("sandbox.page.server.FILES", tmp_path)
    for path, kind in (("", "text/html"), ("static/app.js", "text/javascript")):
        async with ana.session.get(slack.page_url + path) as response:
            assert (response.status, response.content_type) == (200, kind)
            assert response.headers["cache-control"] == "no-cache"
    for path in ("static/none.js", "static/%2e%2e/server.py"):
        async with ana.session.get(slack.page_url + path) as response:
            assert response.status == 404


async def test_messages_are_posted_edited_reacted_to_and_deleted(
    slack: Sandbox, ana: Browser, learning: str
) -> None:
    ts = (await ana.post("post", channel=learning, text="hello & <you>"))["ts"]
    await ana.post("post", channel=learning, text="more", thread_ts=ts)
    await ana.post("react", channel=learning, ts=ts, name="tada", remove=False)
    await ana.post("edit", channel=learning, ts=ts, text="hello")
    (shown,) = await ana.messages(learning)
    assert (shown["text"], shown["reply_count"], shown["edited"]["user"]) == ("hello", 1, ana.me.id)
    assert shown["reactions"] == [{"name": "tada", "users": [ana.me.id], "count": 1}]
    assert [one["text"] for one in await ana.messages(learning, thread_ts=ts)] == ["hello", "more"]
    await ana.post("react", channel=learning, ts=ts, name="tada", remove=True)
    await ana.post("delete", channel=learning, ts=ts)
    assert [one["subtype"] for one in await ana.messages(learning)] == ["tombstone"]
    gone = await ana.post("edit", channel=learning, ts="1.0", text="x")
    assert gone == {"ok": False, "error": "message_not_found", "message": "That message is gone."}


async def test_commands_are_run(slack: Sandbox, ana: Browser, bot: RawBot, learning: str) -> None:
    bot.answers["slash_commands"] = lambda payload: {"text": payload["text"].upper()}
    assert await ana.post("command", channel=learning, command="/learn", text="how?") == {"ok": True}
    (shown,) = await ana.messages(learning)
    assert (shown["text"], shown["ephemeral"]) == ("HOW?", True)
    wrong = await ana.post("command", channel=learning, command="/nope", text="")
    assert (wrong["ok"], wrong["message"]) == (False, "/nope is not a valid command.")
    assert (await ana.post("post", channel=learning, text="/learn again")) == {"ok": True}


async def test_modals_are_filled_in(slack: Sandbox, ana: Browser, bot: RawBot, learning: str) -> None:
    menu = {"type": "external_select", "action_id": "value", "min_query_length": 0}
    more = {"type": "actions", "block_id": "a", "elements": [button("More", "more")]}
    view = modal(question("Name"), {**question("Topic", "t"), "element": menu, "optional": True}, more)

    async def opens(payload: dict[str, Any]) -> None:
        await bot.web.views_open(trigger_id=payload["trigger_id"], view=view)

    bot.answers["slash_commands"] = opens
    await ana.post("command", channel=learning, command="/learn", text="")
    (open_view,) = (await ana.get("snapshot"))["views"]
    view_id = open_view["id"]
    option = {"text": plain("Rust"), "value": "rust"}
    bot.answers["block_suggestion"] = lambda payload: {"options": [option]}
    found = await ana.post("suggest", view_id=view_id, block_id="t", action_id="value", value="ru")
    assert found == {"ok": True, "options": [option]}
    typed = {"q": {"value": {"type": "plain_text_input", "value": "Ana"}}}
    await ana.post("action", view_id=view_id, block_id="a", action_id="more", values=typed)
    assert bot.payloads("block_actions")[0]["view"]["state"]["values"]["q"] == typed["q"]
    bot.answers["view_submission"] = lambda payload: {"response_action": "errors", "errors": {"q": "No"}}
    assert await ana.post("submit", view_id=view_id, values=typed) == {"ok": True, "errors": {"q": "No"}}
    bot.answers["view_submission"] = lambda payload: {"response_action": "dance"}
    assert (await ana.post("submit", view_id=view_id, values=typed))["ok"] is False
    bot.answers["view_submission"] = lambda payload: None
    assert await ana.post("submit", view_id=view_id, values=typed) == {"ok": True}
    assert (await ana.get("snapshot"))["views"] == []
    assert (await ana.post("close", view_id=view_id))["error"] == "not_found"


async def test_buttons_and_shortcuts_reach_the_app(
    slack: Sandbox, ana: Browser, bot: RawBot, learning: str
) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": [{"text": plain("One"), "value": "1"}]}
    card = [{"type": "actions", "block_id": "b", "elements": [button("Go"), menu]}]
    ts = (await bot.web.chat_postMessage(channel=learning, text="card", blocks=card))["ts"]
    at = {"channel": learning, "ts": ts}
    assert await ana.post("action", **at, block_id="b", action_id="press") == {"ok": True}
    state = {"type": "static_select", "selected_option": menu["options"][0]}
    await ana.post("action", **at, block_id="b", action_id="pick", state=state)
    assert bot.payloads("block_actions")[1]["actions"][0]["selected_option"]["value"] == "1"
    assert (await ana.post("action", **at, block_id="b", action_id="gone"))["error"] == "no_such_element"
    await ana.post("shortcut", **at, callback_id="ask_this")
    assert bot.payloads("message_action")[0]["message_ts"] == ts
    slack.limits.acknowledge_seconds, bot.silent = 0.05, True
    for verb, more in (
        ("action", {"block_id": "b", "action_id": "press"}),
        ("shortcut", {"callback_id": "ask_this"}),
    ):
        answer = await ana.post(verb, **at, **more)
        assert answer["message"] == "The app did not answer (operation_timeout)."


async def test_people_move_about(slack: Sandbox, ana: Browser, bot: RawBot) -> None:
    ben, learning = slack.person("ben"), slack.workspace.channel("learning")
    await ben.leaves("#learning")
    ana.me = ben
    await ana.post("join", channel=learning.id)
    assert ben.id in learning.members
    await ana.post("invite", channel=slack.workspace.channel("random").id, user=slack.workspace.bot.id)
    assert slack.workspace.bot.id in slack.workspace.channel("random").members
    channel = (await ana.post("dm", user=slack.workspace.bot.id))["channel"]
    assert channel == ben.dm_channel.id
    listed = (await ana.get("snapshot", **{"as": ben.id}))["channels"][-1]
    assert (listed["kind"], listed["with"]) == ("dm", slack.workspace.bot.id)
    await ana.post("home")
    await bot.until(lambda: [one for one in bot.events if one["type"] == "app_home_opened"])


async def test_the_clock_is_moved(slack: Sandbox, ana: Browser) -> None:
    told: list[bool] = []
    slack._on_advance = lambda: told.append(True)
    before = slack.clock.now().timestamp()
    answer = await ana.post("clock", seconds=3600)
    assert answer["now"] - before == 3600
    assert told == [True]


async def test_a_clock_that_cannot_be_moved_is_not(manifest: Any) -> None:
    async with Sandbox(manifest) as slack, aiohttp.ClientSession() as session:
        browser = Browser(slack, session, "ana")
        assert (await browser.post("clock", seconds=1))["error"] == "not_supported"
        assert (await browser.get("snapshot"))["can_advance"] is False


async def test_odd_requests_are_refused(slack: Sandbox, ana: Browser, learning: str) -> None:
    assert (await ana.post("post", channel=learning))["error"] == "invalid_arguments"
    assert (await ana.post("post", channel="C0", text="x"))["error"] == "channel_not_found"
    hidden = slack.workspace.channel("learning-admins").id
    assert (await ana.get("messages", **{"as": ana.me.id}, channel=hidden))["error"] == "channel_not_found"
    async with ana.session.post(f"{slack.page_url}page/dance", json={}) as response:
        assert response.status == 404
    async with ana.session.get(f"{slack.page_url}page/socket?as=U0") as response:
        assert response.status == 404
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        async with ana.session.post(f"{slack.page_url}page/home", json={}, headers=headers) as response:
            assert response.status == 403


async def test_pages_are_told_what_they_may_see(
    slack: Sandbox, ana: Browser, bot: RawBot, learning: str
) -> None:
    address = f"{slack.page_url}page/socket?as={ana.me.id}"
    async with ana.session.ws_connect(address) as socket:
        await slack.person("ben").types("#learning-admins", "a secret")
        ben = slack.person("ben").id
        await bot.web.chat_postEphemeral(channel=learning, user=ben, text="only for ben")
        said = await slack.person("ben").types("#learning", "hello")
        assert await socket.receive_json() == {"type": "message", "channel": learning, "ts": said.ts}
        await slack.person("ben").reacts(said, "tada")
        assert (await socket.receive_json())["type"] == "reaction"
        await slack.person("ben").edits(said, "hi")
        assert (await socket.receive_json())["type"] == "changed"
        await slack.person("ben").deletes(said)
        assert (await socket.receive_json())["type"] == "deleted"
        await bot.web.views_publish(user_id=ana.me.id, view={"type": "home", "blocks": []})
        assert await socket.receive_json() == {"type": "home"}
        await ana.post("clock", seconds=1)
        assert (await socket.receive_json())["type"] == "clock"
        slack.sockets.reset()
        assert await socket.receive_json() == {"type": "app", "connected": False}
