"""`/learn`: ask, find, or open the form."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.desk import Desk, Who
from learning import knowledge, questions, words
from learning.errors import LearningError
from messages import asking
from messages import questions as voice
from messages.text import channel


async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Someone typed /learn."""
    text = words.plain(body.get("text", ""))
    verb, _, rest = text.partition(" ")
    if text.casefold() in ("help", "?"):
        await ack(**asking.help_text(desk.questions_channel))
    elif verb.casefold() == "find" and rest.strip():
        known = await desk.database.read(knowledge.find, who.workspace_id, rest, here=body["channel_id"])
        await ack(**voice.found(rest, known))
    elif not text or text.casefold() == "find":
        await open_form(client, desk, body["trigger_id"], here=body["channel_id"])
        await ack()
    else:
        await _ask(ack, body, client, desk, who, questions.word(text))


async def _ask(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    desk: Desk,
    who: Who,
    wording: questions.Wording,
) -> None:
    here = body["channel_id"]
    target = desk.questions_channel or here
    if why := await why_not(desk, target):
        # The words typed so far go along into the form, which asks for a channel that works.
        await open_form(client, desk, body["trigger_id"], here=here, wording=wording, target=None, why=why)
        await ack()
        return
    known = await desk.database.read(knowledge.similar, who.workspace_id, wording.text, here=here)
    asked = await desk.database.run(
        questions.ask,
        who.workspace_id,
        who.id,
        wording,
        channel_id=target,
        request_key=f"command:{body['trigger_id']}",
        matches=[item.question_id for item in known],
        at=desk.clock.now(),
    )
    await ack(**(voice.matches(asked.question_id, known) if asked.state == "draft" else voice.asked(asked)))


async def why_not(desk: Desk, channel_id: str) -> str | None:
    """Why a question cannot be posted in a channel, as a sentence; None when it can."""
    room = await desk.rooms.look(channel_id)
    if room.is_archived:
        return f"{channel(channel_id)} is archived, so nobody would see your question there. Choose another?"
    if not room.bot_is_in:
        return "I'm not in that channel, so I can't post there. Choose one that I'm in, or invite me first."
    return None


async def open_form(
    client: AsyncWebClient,
    desk: Desk,
    trigger_id: str,
    *,
    here: str,
    wording: questions.Wording | None = None,
    target: str | None = "",
    why: str = "",
) -> None:
    """Opens the modal, with what was typed so far; `target` "" means wherever questions go from here.

    Raises `LearningError` when the trigger is spent, which a person can mend by trying again.
    """
    if target == "":
        target = desk.questions_channel or here
        if await why_not(desk, target):
            target = None
    form = asking.Form(
        channel_id=target,
        here=here,
        text=wording.text if wording else "",
        details=wording.details if wording else "",
        source_link=wording.source_link if wording else None,
        why_channel=why,
    )
    try:
        await client.views_open(trigger_id=trigger_id, view=asking.ask(form))
    except SlackApiError as error:
        if error.response["error"] in ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired"):
            raise LearningError("Slack waited too long to open the form. Please try again.") from error
        raise
