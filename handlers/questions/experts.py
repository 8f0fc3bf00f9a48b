"""Experts: somebody who was asked to help with a question passes."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.core.context import Desk, Who, pressed
from learning.questions import experts


async def not_me(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Somebody pressed Not me; their line goes, and nobody is told."""
    await desk.database.run(experts.not_me, who.workspace_id, who.id, pressed(body), at=desk.clock.now())
    await ack()
