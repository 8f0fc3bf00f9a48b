"""What people think of each other's replies in a circle's round."""

from handlers.core.context import Context
from handlers.core.events import once
from handlers.core.sockets.reactions import Reacted
from learning.circles import replies


async def liked(ctx: Context, reacted: Reacted) -> None:
    """Someone reacted to a message, or took that back."""
    if not reacted.author_id or not await ctx.database.read(
        replies.is_one, ctx.workspace.id, reacted.channel_id, reacted.ts
    ):
        return
    await once(
        ctx,
        f"liked:{reacted.event_id}",
        replies.liked,
        reacted.member_id,
        channel_id=reacted.channel_id,
        ts=reacted.ts,
        more=1 if reacted.stands else -1,
        at=ctx.clock.now(),
    )
