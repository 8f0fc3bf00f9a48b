"""`/digest`: how learning goes, and what to do next; its suggestions' buttons."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Desk, Who, number
from handlers.lunches import proposals
from learning.core import weeks, words
from learning.core.errors import LearningError
from learning.core.weeks import Week
from learning.diagnostics import undelivered
from learning.digests import digest, suggestions
from learning.lunches import lunches as past
from learning.teaching import understudies
from learning.workspace import people, settings
from messages.core.text import page
from messages.diagnostics import undelivered as why_voice
from messages.digests import charts as chart_voice
from messages.digests import digest as voice
from messages.digests import suggestions as next_steps
from storage.engine.database import Session

TITLE = "The week"


async def command(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone typed /digest."""
    verb, _, rest = words.plain(body.get("text", "")).strip().partition(" ")
    if verb.casefold() in ("help", "?"):
        await ack(**voice.usage())
    elif verb.casefold() == "why":
        found = await desk.database.read(undelivered.look, who.workspace_id, who.id, at=desk.clock.now())
        await ack(**why_voice.told(found, rest.strip()))
    else:
        await ack(**voice.read(*await desk.database.read(look, desk, who, verb.casefold())))


async def week(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """An admin chose another week from the menu."""
    chosen = (body["actions"][0].get("selected_option") or {}).get("value") or ""
    found = await desk.database.read(look, desk, who, chosen)
    await ack()
    if "view" in body:
        view = page(voice.whole(*found), TITLE)
        desk.later(client.views_update(view_id=body["view"]["id"], view=view))
        return
    desk.later(respond(response_type="ephemeral", replace_original=True, **voice.read(*found)))


async def charts(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """An admin wants the charts that the digest has no room for."""
    shown = body["actions"][0].get("value") or ""
    facts, *_ = await desk.database.read(look, desk, who, shown)
    await ack()

    async def show() -> None:
        for said in chart_voice.further(facts.trend):
            await respond(response_type="ephemeral", replace_original=False, **said)

    desk.later(show())


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
    """A host pressed Plan it again: the form opens as it was sent then, but for the day."""
    facts = await desk.database.read(past.card, number(body["actions"][0]["value"]))
    plan = facts.title, facts.takeaways
    await proposals.open_form(
        client, desk, body["trigger_id"], here="", who=who, named=facts.topics, plan=plan
    )
    await ack()


def look(session: Session, desk: Desk, who: Who, said: str) -> tuple[digest.Briefing, Week, str]:
    """The digest that somebody asks for, the week it is now, and the locale that they read it in.

    They say nothing for this week so far, `last`, or a date in the week.
    """
    now = weeks.of(desk.clock.now(), settings.zone(session, who.workspace_id))
    try:
        day = now.before.monday if said == "last" else date.fromisoformat(said) if said else None
    except ValueError:
        digest.may_read(session, who.workspace_id, who.id)
        raise LearningError(
            "Which week? Type a date like /digest 2026-11-02, or /digest last, or only /digest."
        ) from None
    facts = digest.read(session, who.workspace_id, who.id, day, at=desk.clock.now())
    return facts, now, people.get(session, who.workspace_id, who.id).locale


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
