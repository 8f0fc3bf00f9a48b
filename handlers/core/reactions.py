"""Reactions: each activity that has to do with any hears of all."""

from functools import cache
from typing import Any

from handlers.core.context import Context, instant
from handlers.core.features import features
from handlers.core.sockets.reactions import Reacted, Reaction
from learning.core.sockets.order import SHELVES


async def added(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    """Someone put a reaction on something."""
    await _heard(body, event, ctx, stands=True)


async def removed(body: dict[str, Any], event: dict[str, Any], ctx: Context) -> None:
    """Someone took a reaction away."""
    await _heard(body, event, ctx, stands=False)


async def _heard(body: dict[str, Any], event: dict[str, Any], ctx: Context, *, stands: bool) -> None:
    item = event["item"]
    by_a_person = event.get("user") not in (None, ctx.workspace.bot_user_id)
    if not by_a_person or item.get("type") != "message":
        return
    reacted = Reacted(
        event_id=body["event_id"],
        member_id=event["user"],
        name=event["reaction"],
        channel_id=item["channel"],
        ts=item["ts"],
        author_id=event.get("item_user") or "",
        at=instant(event["event_ts"]),
        stands=stands,
    )
    for reaction in _reactions():
        await reaction.heard(ctx, reacted)


@cache
def _reactions() -> tuple[Reaction, ...]:
    there = [one for feature in features().values() for one in feature.reactions]
    return tuple(sorted(there, key=lambda one: SHELVES.index(one.shelf)))
