"""Turns what went wrong into an acknowledgement that says so in a sentence; nothing else does."""

import json
import logging
import secrets
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from handlers.core.context import Actor, Context
from learning.core import words
from learning.core.errors import LearningError, RetryLater
from learning.workspace import people
from messages.core import dates, modals
from messages.core.text import Message, context, escape, fit, message, section
from storage.engine.database import Busy

log = logging.getLogger(__name__)

BUSY = "I'm busier than usual, and nothing was saved. Please try again in a moment."
PART = 2900


async def tell(error: Exception, request: AsyncBoltRequest, body: dict[str, Any]) -> BoltResponse:
    """The answer to a request whose handler raised.

    An event that could not be written down is refused, so that Slack sends it again; a person hears a
    sentence, and keeps the words they typed.
    """
    kind = body.get("type", "command" if "command" in body else "")
    if kind == "event_callback":
        return _refuse_event(error, body)
    if isinstance(error, LearningError) and error.is_dated:
        await _say_the_days(error, request)
    sentence = escape(_sentence(error))  # It may hold names that people gave to things.
    if "command" in body:
        return _json(
            {
                "response_type": "ephemeral",
                **_with_words(sentence, body["command"], words.plain(body.get("text") or "")),
            }
        )
    if kind == "view_submission":
        shown = {block.get("block_id") for block in body["view"]["blocks"]}
        fields = error.fields if isinstance(error, LearningError) else {}
        if errors := {field: words for field, words in fields.items() if field in shown}:
            return _json({"response_action": "errors", "errors": errors})
        return _json({"response_action": "update", "view": modals.done(message(sentence))})
    if kind == "block_suggestion":
        return _json({"options": []})
    ctx: Context | None = request.context.get("ctx")
    if ctx is not None and request.context.respond is not None:
        ctx.whisper(body, request.context.respond, message(sentence))
    return BoltResponse(status=200, body="")


async def _say_the_days(error: LearningError, request: AsyncBoltRequest) -> None:
    """A refusal's dates in the language of whoever is refused."""
    ctx: Context = request.context["ctx"]
    actor: Actor = request.context["actor"]
    try:
        member = await ctx.read(people.get, actor)
    except Busy:
        return  # The sentence stands as it is.
    error.in_words(lambda day: dates.written(day, member.locale))


def _refuse_event(error: Exception, body: dict[str, Any]) -> BoltResponse:
    if isinstance(error, LearningError):
        # Someone reacted or wrote where they may not: there is nothing to try again.
        return BoltResponse(status=200, body="")
    if isinstance(error, RetryLater | Busy):
        log.info("Event %s is left for Slack to send again: %s", body.get("event_id"), error)
        return BoltResponse(status=503, body="")
    log.error("Event %s failed", body.get("event_id"), exc_info=error)
    return BoltResponse(status=500, body="")


def _sentence(error: Exception) -> str:
    if isinstance(error, LearningError):
        return error.sentence
    if isinstance(error, Busy):
        return BUSY
    number = secrets.token_hex(4)
    log.error("Error %s", number, exc_info=error, extra={"error_id": number})
    if isinstance(error, SlackApiError) and error.response["error"] == "ratelimited":
        return "Slack asks me to slow down for a moment. Please try again in a minute."
    return (
        f"Something went wrong on my side, and it's not your fault. Please tell your admins: error {number}."
    )


def _with_words(sentence: str, command: str, typed: str) -> Message:
    """What was typed comes back with the refusal: Slack has cleared it from the composer."""
    if not typed:
        return message(sentence)
    typed = f"{command} {typed}"
    parts = [typed[start : start + PART // 2] for start in range(0, min(len(typed), 12_000), PART // 2)]
    return message(
        sentence,
        section(sentence),
        context("This is what you typed, so that you can copy it:"),
        *(section(fit(part)) for part in parts if part.strip()),
        *([context(sentence)] if len(parts) > 1 else []),
    )


def _json(body: dict[str, Any] | Message) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"content-type": "application/json;charset=utf-8"}
    )
