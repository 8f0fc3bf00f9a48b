"""Passing one's turn in a round where each is asked."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Desk, Who, number
from learning.circles.formats import turns
from messages.circles import turns as voice


async def let_pass(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Somebody pressed Pass."""
    round_id, _, whose_id = str(body["actions"][0]["value"]).partition(":")
    await desk.database.run(
        turns.let_pass, who.workspace_id, who.id, number(round_id), whose_id, at=desk.clock.now()
    )
    await ack()
    desk.whisper(body, respond, voice.passed())
