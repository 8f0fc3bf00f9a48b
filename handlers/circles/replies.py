"""What people think of each other's replies in a circle's round."""

from typing import Any

from handlers.core.context import Desk
from learning.circles import replies
from storage import received


async def liked(body: dict[str, Any], event: dict[str, Any], desk: Desk, *, more: int) -> None:
    """Someone reacted to a message, or took that back (`more` is -1)."""
    item = event["item"]
    if not await desk.database.read(replies.is_one, desk.workspace.id, item["channel"], item["ts"]):
        return
    await desk.database.run(
        received.once,
        desk.workspace.id,
        f"liked:{body['event_id']}",
        desk.clock.now(),
        replies.liked,
        desk.workspace.id,
        event["user"],
        channel_id=item["channel"],
        ts=item["ts"],
        more=more,
        at=desk.clock.now(),
    )
