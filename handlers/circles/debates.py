"""Voting on a debate's motion."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Actor, Context, number
from learning.circles.formats import debates
from messages.circles import debates as render
from messages.circles import ids

_CHOICES = {
    ids.DEBATE_FOR: debates.FOR,
    ids.DEBATE_AGAINST: debates.AGAINST,
    ids.DEBATE_UNDECIDED: debates.UNDECIDED,
    ids.DEBATE_TAKE_BACK: "",
}


async def vote(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Somebody pressed For, Against, Undecided, or Take it back."""
    action = body["actions"][0]
    round_id, _, phase = str(action["value"]).partition(":")
    outcome = await ctx.run(debates.vote, actor, number(round_id), phase, _CHOICES[action["action_id"]])
    await ack()
    ctx.whisper(body, respond, render.voted(outcome))
