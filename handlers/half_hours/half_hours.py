"""Half hours: asking a teacher, and what the teacher answers."""

from collections.abc import Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from handlers.core.context import Desk, Who, pressed
from learning.half_hours import half_hours
from messages.half_hours import half_hours as voice


async def ask(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone pressed Ask for half an hour beside a teacher."""
    action = body["actions"][0]
    teacher_id, _, topic = action["value"].partition(":")
    meeting = await desk.database.run(
        half_hours.ask,
        who.workspace_id,
        who.id,
        topic,
        teacher_id,
        # One ephemeral list is one request: pressed twice, it asks once.
        request_key=f"{who.id}:{body['container'].get('message_ts')}:{teacher_id}",
        at=desk.clock.now(),
    )
    await ack()
    desk.whisper(body, respond, voice.asked(meeting, teacher_id))


async def _answer(
    ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, verb: Callable[..., Any]
) -> None:
    await desk.database.run(verb, who.workspace_id, who.id, pressed(body), at=desk.clock.now())
    await ack()


async def accept(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """The teacher says yes; the message itself says what happens next."""
    await _answer(ack, body, desk, who, half_hours.accept)


async def decline(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """The teacher says no, quietly."""
    await _answer(ack, body, desk, who, half_hours.decline)


async def postpone(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """The teacher will think about it."""
    await _answer(ack, body, desk, who, half_hours.postpone)
    desk.whisper(body, respond, voice.postponed())


async def met(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """One of the two says that they met."""
    await _said(ack, body, desk, who, True)


async def not_met(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """One of the two says that they did not meet yet."""
    await _said(ack, body, desk, who, False)


async def _said(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, answer: bool) -> None:
    await desk.database.run(
        half_hours.met,
        who.workspace_id,
        who.id,
        pressed(body),
        answer,
        at=desk.clock.now(),
    )
    await ack()
