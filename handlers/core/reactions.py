"""Reactions: ✅ may accept an answer, the emoji for thanks thanks, any likes a reply in a circle."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.circles import replies
from handlers.core.context import Context, instant
from handlers.questions import answers
from learning.kudos import reactions
from learning.kudos.settings import KUDOS_EMOJI


async def added(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient, ctx: Context) -> None:
    """Someone put a reaction on something."""
    await answers.reacted(body, event, client, ctx)
    if not _is_on_a_message(event, ctx):
        return
    await replies.liked(body, event, ctx, more=1)
    if reactions.is_thanks(event["reaction"], ctx.settings[KUDOS_EMOJI]):
        await ctx.channels.look(event["item"]["channel"])
        await ctx.directory.try_to_look(event["item_user"])
        await _heard(event, ctx, stands=True)


async def removed(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    """Someone took a reaction away: one that thanked takes it back, whatever emoji thanks now."""
    await answers.unreacted(body, event, ctx)
    if not _is_on_a_message(event, ctx):
        return
    await replies.liked(body, event, ctx, more=-1)
    item, name = event["item"], event["reaction"]
    if reactions.is_thanks(name, ctx.settings[KUDOS_EMOJI]) or await ctx.database.read(
        reactions.is_known, ctx.workspace.id, event["user"], item["channel"], item["ts"], name
    ):
        await _heard(event, ctx, stands=False)


def _is_on_a_message(event: dict[str, Any], ctx: Context) -> bool:
    """Whether a person reacted to what somebody, whom Slack names, wrote."""
    by_a_person = event.get("user") not in (None, ctx.workspace.bot_user_id)
    return by_a_person and event["item"].get("type") == "message" and bool(event.get("item_user"))


async def _heard(event: dict[str, Any], ctx: Context, *, stands: bool) -> None:
    await ctx.database.run(
        reactions.heard,
        ctx.workspace.id,
        event["user"],
        author_id=event["item_user"],
        channel_id=event["item"]["channel"],
        message_ts=event["item"]["ts"],
        name=event["reaction"],
        stands=stands,
        at=instant(event["event_ts"]),
    )
