"""`/learn`: ask, find, or open the form."""

from functools import cache
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.commands import help_lines
from handlers.core.context import Actor, Context
from handlers.core.features import features
from handlers.core.forms import open_view
from handlers.core.sockets.finders import Finder
from learning.core.sockets.order import SHELVES
from learning.questions import channels, drafts, knowledge, questions
from learning.questions.settings import QUESTIONS_CHANNEL
from messages.core.text import Message, channel
from messages.questions import form as asking
from messages.questions import questions as render


async def command(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, text: str
) -> None:
    """Someone typed /learn, alone or with a question."""
    if text:
        await _ask(ack, body, client, ctx, actor, questions.word(text))
    else:
        await open_form(client, ctx, body["trigger_id"], here=body["channel_id"])
        await ack()


async def show_help(ack: AsyncAck, ctx: Context) -> None:
    """Someone typed /learn help."""
    await ack(**asking.help_text(ctx.settings[QUESTIONS_CHANNEL], help_lines("/learn")))


async def show_found(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor, rest: str
) -> None:
    """Someone typed /learn find, and perhaps what."""
    if rest:
        await ack(**await find(ctx, actor, rest[1:], here=body["channel_id"]))
    else:
        await command(ack, body, client, ctx, actor, "")


async def show_mine(ack: AsyncAck) -> None:
    """Someone typed /learn mine."""
    await ack(**asking.mine())


async def find(ctx: Context, actor: Actor, wanted: str, *, here: str) -> Message:
    """What was asked and answered before, and what else there is about it."""
    known = await ctx.database.read(knowledge.find, actor.workspace_id, wanted, here=here)
    beside = [block for one in _finders() for block in await one.find(ctx, actor, wanted, here)]
    return render.found(wanted, known, beside)


@cache
def _finders() -> tuple[Finder, ...]:
    there = [one for feature in features().values() for one in feature.finders]
    return tuple(sorted(there, key=lambda one: SHELVES.index(one.shelf)))


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
