"""`/digest`: how learning goes, and what to do next; its suggestions' buttons."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers import proposals
from handlers.desk import Desk, Who, number
from learning import briefings, settings, silences, suggestions, understudies, weeks, words
from learning import lunches as past
from learning.errors import LearningError
from messages import digests as voice
from messages import silences as why_voice
from messages import suggestions as next_steps
from messages.text import Said, page
from storage.engine import Session

TITLE = "The week"


async def command(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone typed /digest."""
    verb, _, rest = words.plain(body.get("text", "")).strip().partition(" ")
    if verb.casefold() in ("help", "?"):
        await ack(**voice.usage())
    elif verb.casefold() == "why":
        found = await desk.database.read(silences.look, who.workspace_id, who.id, at=desk.clock.now())
        await ack(**why_voice.told(found, rest.strip()))
    else:
        await ack(**await desk.database.read(read, desk, who, verb.casefold()))


async def week(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """An admin chose another week from the menu."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value") or ""
    said = await desk.database.read(read, desk, who, chosen)
    await ack()
    if "view" in body:
        desk.later(client.views_update(view_id=body["view"]["id"], view=page(said, TITLE)))
        return
    desk.later(respond(response_type="ephemeral", replace_original=True, **said))


async def act(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """An admin pressed what a suggestion proposes."""
    await _press(ack, body, desk, who, respond, suggestions.act)


async def dismiss(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """An admin pressed Not now."""
    await _press(ack, body, desk, who, respond, suggestions.dismiss)


async def agree(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Somebody who was asked will help with a topic."""
    await _answer(ack, body, desk, who, respond, understudies.agree)


async def decline(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Somebody who was asked would rather not."""
    await _answer(ack, body, desk, who, respond, understudies.decline)


async def again(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """A host pressed Plan it again: the form opens, with the same topics."""
    facts = await desk.database.read(past.card, number(body["actions"][0]["value"]))
    await proposals.open_form(client, desk, body["trigger_id"], here="", who=who, named=facts.topics)
    await ack()


def read(session: Session, desk: Desk, who: Who, said: str) -> Said:
    """The digest that somebody asks for: nothing for this week so far, `last`, or a date in the week."""
    now = weeks.of(desk.clock.now(), settings.zone(session, who.workspace_id))
    try:
        day = now.before.monday if said == "last" else date.fromisoformat(said) if said else None
    except ValueError:
        briefings.may_read(session, who.workspace_id, who.id)
        raise LearningError(
            "Which week? Type a date like /digest 2026-11-02, or /digest last, or only /digest."
        ) from None
    facts = briefings.read(session, who.workspace_id, who.id, day, at=desk.clock.now())
    return voice.read(facts, now)


async def _press(
    ack: AsyncAck,
    body: dict[str, Any],
    desk: Desk,
    who: Who,
    respond: AsyncRespond,
    verb: Callable[..., suggestions.Pressed],
) -> None:
    carried = number(body["actions"][0]["value"])
    pressed = await desk.database.run(verb, who.workspace_id, who.id, carried, at=desk.clock.now())
    await ack()
    desk.whisper(body, respond, next_steps.pressed(pressed))


async def _answer(
    ack: AsyncAck,
    body: dict[str, Any],
    desk: Desk,
    who: Who,
    respond: AsyncRespond,
    verb: Callable[..., understudies.Call],
) -> None:
    carried = number(body["actions"][0]["value"])
    call = await desk.database.run(verb, who.workspace_id, who.id, carried, at=desk.clock.now())
    await ack()
    desk.whisper(body, respond, next_steps.called(call))
