"""Listeners hear of each change of the state, and of each event, from whatever changed it."""

from typing import Any

from sandbox import Sandbox
from sandbox.state.context import UNSEEN, Change
from tests.sandbox.rawbot import RawBot


async def test_listeners_hear_what_changed_and_whom_it_concerns(slack: Sandbox, bot: RawBot) -> None:
    heard: list[Change] = []
    slack.listeners.append(heard.append)
    ana = slack.person("ana")
    said = await ana.types("#learning", "hello")
    await ana.reacts(said, "tada")
    await ana.deletes(said)
    told = [one for one in heard if one is not UNSEEN]
    assert told == [Change(kind, said, save=True) for kind in ("message", "reaction", "deleted")]
    await bot.web.views_publish(user_id=ana.id, view={"type": "home", "blocks": []})
    assert Change("home", user=ana.id, save=True) in heard


async def test_event_listeners_get_what_the_app_asked_for(slack: Sandbox) -> None:
    heard: list[dict[str, Any]] = []
    slack.event_listeners.append(heard.append)
    ana = slack.person("ana")
    await ana.types("#random", "the bot is not here")
    await ana.types("#learning", "hello")
    assert [one["event"]["text"] for one in heard] == ["hello"]
