"""Wishes: said, looked at, taken back; and the board of what is wanted."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Desk, Who, pressed
from handlers.core.forms import open_view
from handlers.teaching import offers
from learning.teaching import wishes
from messages.core.text import Said, page
from messages.teaching import wishes as voice
from storage.engine.database import Session

TITLE = "What you'd like to learn"


async def wish(desk: Desk, who: Who, label: str) -> Said:
    """Someone would like to learn about a topic."""

    def wish_and_look(session: Session) -> Said:
        now = desk.clock.now()
        (name,) = wishes.wish(session, who.workspace_id, who.id, [label], at=now)
        own = [one for one in wishes.mine(session, who.workspace_id, who.id) if one.topic == name]
        (one,) = wishes.taught(session, who.workspace_id, who.id, own, at=now)
        return voice.wished(one)

    return await desk.database.run(wish_and_look)


async def board(desk: Desk, who: Who) -> Said:
    """What is wanted, as somebody reads it."""
    return voice.board(await desk.database.read(wishes.board, who.workspace_id, who.id, at=desk.clock.now()))


async def mine(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Someone pressed Change beside what they would like to learn."""
    said = await desk.database.read(_own, desk, who)
    await open_view(client, body["trigger_id"], page(said, TITLE))
    await ack()


async def forget(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """Someone takes a wish back: the page that lists them is true again, or a word says it is done."""

    def forget_and_look(session: Session) -> tuple[str, Said]:
        # In one go: who is told that we are too busy may rely on it that nothing has changed.
        topic = wishes.forget(session, who.workspace_id, who.id, pressed(body), at=desk.clock.now())
        return topic, _own(session, desk, who)

    topic, rest = await desk.database.run(forget_and_look)
    await ack()
    if body.get("view", {}).get("type") == "modal":
        desk.later(client.views_update(view_id=body["view"]["id"], view=page(rest, TITLE)))
    else:
        desk.whisper(body, respond, voice.forgotten(topic))


async def teachers(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone asks who can teach what they wish for."""
    said = await offers.teachers(desk, who, body["actions"][0]["value"])
    await ack()
    desk.whisper(body, respond, said)


def _own(session: Session, desk: Desk, who: Who) -> Said:
    """All that somebody would like to learn, and who can teach the first of it."""
    own = wishes.mine(session, who.workspace_id, who.id)
    shown = wishes.taught(session, who.workspace_id, who.id, own[: voice.SHOWN], at=desk.clock.now())
    return voice.mine([*shown, *own[voice.SHOWN :]])
