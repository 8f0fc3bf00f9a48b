"""Reactions: ✅ may accept an answer, the emoji for thanks thanks, any likes a reply in a circle."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.circles import replies
from handlers.core.context import Desk, instant
from handlers.questions import answers
from learning.kudos import reactions


async def added(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Someone put a reaction on something."""
    await answers.reacted(body, event, client, desk)
    if not _is_on_a_message(event, desk):
        return
    await replies.liked(body, event, desk, more=1)
    if reactions.is_thanks(event["reaction"], desk.settings.kudos_emoji):
        await desk.rooms.look(event["item"]["channel"])
        await desk.directory.try_to_look(event["item_user"])
        await _heard(event, desk, stands=True)


async def removed(body: dict[str, Any], event: dict[str, Any], desk: Desk) -> None:
    """Someone took a reaction away: one that thanked takes it back, whatever emoji thanks now."""
    await answers.unreacted(body, event, desk)
    if not _is_on_a_message(event, desk):
        return
    await replies.liked(body, event, desk, more=-1)
    item, name = event["item"], event["reaction"]
    if reactions.is_thanks(name, desk.settings.kudos_emoji) or await desk.database.read(
        reactions.is_known, desk.workspace.id, event["user"], item["channel"], item["ts"], name
    ):
        await _heard(event, desk, stands=False)


def _is_on_a_message(event: dict[str, Any], desk: Desk) -> bool:
    """Whether a person reacted to what somebody, whom Slack names, wrote."""
    by_a_person = event.get("user") not in (None, desk.workspace.bot_user_id)
    return by_a_person and event["item"].get("type") == "message" and bool(event.get("item_user"))


async def _heard(event: dict[str, Any], desk: Desk, *, stands: bool) -> None:
    await desk.database.run(
        reactions.heard,
        desk.workspace.id,
        event["user"],
        author_id=event["item_user"],
        channel_id=event["item"]["channel"],
        message_ts=event["item"]["ts"],
        name=event["reaction"],
        stands=stands,
        at=instant(event["event_ts"]),
    )
