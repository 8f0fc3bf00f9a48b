"""`/learn`: ask, find, or open the form."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context
from handlers.core.forms import open_view
from handlers.lunches import lunches
from handlers.teaching import offers, wishes
from handlers.workspace import settings
from learning.core import words
from learning.lunches import recordings as past
from learning.questions import drafts, knowledge, questions
from learning.questions.settings import QUESTIONS_CHANNEL
from learning.workspace import channels
from messages.core.text import Message, channel
from messages.lunches import recordings as recording_render
from messages.questions import form as asking
from messages.questions import questions as render


async def command(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone typed /learn."""
    text = words.plain(body.get("text", ""))
    verb, _, rest = text.partition(" ")
    if text.casefold() in ("help", "?"):
        await ack(**asking.help_text(ctx.settings[QUESTIONS_CHANNEL]))
    elif verb.casefold() == "find" and rest.strip():
        await ack(**await find(ctx, actor, rest, here=body["channel_id"]))
    elif text.casefold() in ("lunch", "lunches", "list"):
        await ack(**await lunches.coming(ctx, actor, body["channel_id"]))
    elif text.casefold() == "mine":
        await ack(**asking.mine())
    elif text.casefold() in ("wanted", "topics"):
        await ack(**await wishes.board(ctx, actor))
    elif verb.casefold() == "from" and _names_a_topic(rest):
        await ack(**await offers.teachers(ctx, actor, rest))
    elif verb.casefold() == "topic" and _names_a_topic(rest):
        await ack(**await wishes.wish(ctx, actor, rest))
    elif text.casefold() in ("from", "topic"):
        await ack(**asking.which_topic(text.casefold()))
    elif text.casefold() == "settings":
        await settings.open_form(client, ctx, actor, body["trigger_id"])
        await ack()
    elif not text or text.casefold() == "find":
        await open_form(client, ctx, body["trigger_id"], here=body["channel_id"])
        await ack()
    else:
        await _ask(ack, body, client, ctx, actor, questions.word(text))


async def find(ctx: Context, actor: Actor, wanted: str, *, here: str) -> Message:
    """What was asked and answered before, and the lunches one can look back on."""
    known = await ctx.database.read(knowledge.find, actor.workspace_id, wanted, here=here)
    talks = await ctx.database.read(past.find, actor.workspace_id, wanted, here=here)
    return render.found(wanted, known, recording_render.found(talks))


def _names_a_topic(words_left: str) -> bool:
    """Whether these few words can be a topic's name, rather than the rest of a question."""
    return 0 < len(words_left.split()) <= 3 and not words_left.rstrip().endswith("?")


async def _ask(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    wording: questions.Wording,
) -> None:
    here = body["channel_id"]
    target = ctx.settings[QUESTIONS_CHANNEL] or here
    if why := await why_not(ctx, target):
        # The words typed so far go along into the form, which asks for a channel that works.
        await open_form(client, ctx, body["trigger_id"], here=here, wording=wording, target=None, why=why)
        await ack()
        return
    asked, known = await ctx.run(
        drafts.ask_unless_known,
        actor,
        wording,
        here=here,
        channel_id=target,
        request_key=f"command:{body['trigger_id']}",
    )
    await ack(**(render.matches(asked.question_id, known) if asked.state == "draft" else render.asked(asked)))


async def why_not(ctx: Context, channel_id: str) -> str | None:
    """Why a question cannot be posted in a channel, as a sentence; None when it can."""
    room = await ctx.channels.look(channel_id)
    if room.is_archived:
        return f"{channel(channel_id)} is archived, so nobody would see your question there. Choose another?"
    if not room.bot_is_in:
        return "I'm not in that channel, so I can't post there. Choose one that I'm in, or invite me first."
    return None


async def open_form(
    client: AsyncWebClient,
    ctx: Context,
    trigger_id: str,
    *,
    here: str,
    wording: questions.Wording | None = None,
    target: str | None = "",
    why: str = "",
    over: dict[str, Any] | None = None,
) -> None:
    """Opens the modal, with what was typed so far; `target` "" means wherever questions go from here.

    `here` is empty where there is no channel, as on Home; `over` is the page it comes on top of.

    Raises `LearningError` when the trigger is spent, which a person can mend by trying again.
    """
    if target == "":
        target = ctx.settings[QUESTIONS_CHANNEL] or here or None
        if target is not None and await why_not(ctx, target):
            target = None
    likely = None if target else await ctx.database.read(channels.usual, ctx.workspace.id)
    form = asking.Form(
        channel_id=target,
        here=here,
        text=wording.text if wording else "",
        details=wording.details if wording else "",
        source_link=wording.source_link if wording else None,
        why_channel=why,
        likely=None if likely and await why_not(ctx, likely) else likely,
    )
    await open_view(client, trigger_id, asking.ask(form), over=over)
