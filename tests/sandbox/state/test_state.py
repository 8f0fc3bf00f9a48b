"""The snapshot: what was said is still there after a restart."""

import json
from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.state.fixtures import believable, plain
from tests.sandbox.rawbot import RawBot, StillClock, button


async def test_a_restart_keeps_everything_that_was_said(
    manifest: Path, clock: StillClock, tmp_path: Path
) -> None:
    state = tmp_path / "deep" / "state.json"
    async with Sandbox(manifest, clock=clock, state=state) as slack:
        bot, ana = RawBot(slack), slack.person("ana")
        await bot.connect()
        learning = slack.workspace.channel("learning").id
        card = [{"type": "actions", "elements": [button("Go")]}]
        metadata = {"event_type": "x", "event_payload": {}}
        posted = await bot.web.chat_postMessage(channel=learning, text="card", blocks=card, metadata=metadata)
        await ana.types("#learning", "reply", thread=posted["ts"])
        await bot.web.chat_postEphemeral(channel=learning, user=ana.id, text="just you")
        await bot.web.chat_postMessage(channel=ana.id, text="dm")
        home = {"type": "home", "blocks": []}
        await bot.web.views_publish(user_id=ana.id, view=home)
        tokens = (slack.bot_token, slack.app_token, slack.signing_secret)
        before = [one.data for one in slack.workspace.messages()]
        await bot.close()
    assert not list(state.parent.glob(".*"))
    async with Sandbox(manifest, clock=clock, state=state) as slack:
        ana = slack.person("ana")
        assert (slack.bot_token, slack.app_token, slack.signing_secret) == tokens
        assert [one.data for one in slack.workspace.messages()] == before
        card_again, whisper = ana.sees("#learning")
        assert card_again.metadata == metadata
        assert (whisper.text, whisper.ephemeral) == ("just you", True)
        assert [one.text for one in ana.sees("#learning", thread=card_again)] == ["card", "reply"]
        assert [one.text for one in ana.dm] == ["dm"]
        assert ana.home is not None
        said = await ana.types("#learning", "later")
        assert said.ts > whisper.ts


async def test_the_snapshot_is_written_soon_after_a_change(manifest: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    async with Sandbox(manifest, state=state) as slack:
        saved = []
        save = slack._save
        slack._save = lambda: (save(), saved.append(True), slack.changed())  # type: ignore[method-assign]
        await slack.person("ana").types("#learning", "hello")
        await slack.until(lambda: saved)
        assert '"hello"' in state.read_text("utf-8")


def test_tokens_are_not_in_the_snapshot(manifest: Path) -> None:
    slack = Sandbox(manifest)
    text = json.dumps(slack.workspace.snapshot())
    assert slack.bot_token not in text
    assert slack.bot_token.startswith("xoxb-")
    assert slack.app_token.startswith("xapp-")


def test_the_town_is_believable() -> None:
    workspace = believable()
    people = [user for user in workspace.users.values() if not user.is_bot]
    assert len(people) >= 12
    assert len({user.name for user in people}) == len(people)
    assert len({user.tz for user in people}) >= 8
    assert (sum(user.is_admin for user in people), sum(user.is_guest for user in people)) == (1, 1)
    assert next(iter(people)).name == "ana"
    where = {"general", "learning", "circles", "kudos", "learning-admins"}
    assert {one.name for one in workspace.channels.values() if workspace.bot.id in one.members} == where


@pytest.mark.parametrize("people", [1, 500])
def test_a_plain_town_has_any_size(people: int) -> None:
    workspace = plain(people, 3)
    assert len(workspace.users) == people + 1
    assert [one.name for one in workspace.channels.values()] == ["general", "c1", "c2", "c3"]


async def test_a_clock_that_cannot_be_moved_says_so(manifest: Path) -> None:
    slack = Sandbox(manifest)
    from datetime import timedelta

    with pytest.raises(TypeError, match="cannot be moved"):
        slack.advance(timedelta(1))
