"""What people think of each other's replies in a circle's round."""

from typing import Any

from handlers.core.context import Context
from learning.circles import replies
from storage import received


async def liked(body: dict[str, Any], event: dict[str, Any], ctx: Context, *, more: int) -> None:
    """Someone reacted to a message, or took that back (`more` is -1)."""
    item = event["item"]
    if not await ctx.database.read(replies.is_one, ctx.workspace.id, item["channel"], item["ts"]):
        return
    await ctx.database.run(
        received.once,
        ctx.workspace.id,
        f"liked:{body['event_id']}",
        ctx.clock.now(),
        replies.liked,
        ctx.workspace.id,
        event["user"],
        channel_id=item["channel"],
        ts=item["ts"],
        more=more,
        at=ctx.clock.now(),
    )
