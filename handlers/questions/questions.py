"""A question's buttons, forms and shortcuts."""

import json
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number, pressed
from handlers.questions.learn import open_form, why_not
from learning.core import words
from learning.core.errors import LearningError
from learning.questions import acceptance, drafts, follows, questions
from learning.questions.questions import LONGEST_DETAILS
from learning.workspace import people
from messages.core import modals
from messages.core.text import Message
from messages.core.topics import TOPIC_SEARCH
from messages.questions import form, ids
from messages.questions import questions as render


async def submit(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone sent the form that asks a question."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    fields = view["state"]["values"]
    target = kept["channel"] or fields[form.CHANNEL][form.CHANNEL].get("selected_conversation")
    wording = questions.word(
        fields[form.QUESTION][ids.ASK].get("value") or "",
        fields[form.DETAILS][form.DETAILS].get("value") or "",
        named=[option["value"] for option in fields[form.TOPICS][TOPIC_SEARCH].get("selected_options") or []],
        anonymous=bool(fields[form.ANONYMOUS][form.ANONYMOUS].get("selected_options")),
        source_link=kept["source"],
    )
    if not target:
        raise LearningError("Choose a channel to ask in.", field=form.CHANNEL)
    if why := await why_not(ctx, target):
        raise LearningError(why, field=form.QUESTION if kept["channel"] else form.CHANNEL)
    asked, known = await ctx.run(
        drafts.ask_unless_known,
        actor,
        wording,
        here=kept["here"],
        channel_id=target,
        request_key=f"view:{view['id']}",
    )
    if asked.state == "draft":
        await ack(response_action="update", view=form.matches(asked.question_id, known))
    else:
        await _asked(ack, asked, kept["here"])


async def submit_anyway(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone looked at what is known already, in the form, and asks anyway."""
    draft_id = number(body["view"]["private_metadata"])
    asked = await ctx.run(drafts.ask_anyway, actor, draft_id)
    await _asked(ack, asked, "")


async def _asked(ack: AsyncAck, asked: questions.Asked, here: str) -> None:
    """Where the asker will see the card anyway, the form just closes."""
    if asked.channel_id == here:
        await ack()
    else:
        await ack(response_action="update", view=modals.done(render.asked(asked)))


async def ask_anyway(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Ask anyway under what is known already."""
    asked = await ctx.run(drafts.ask_anyway, actor, pressed(body))
    await ack()
    ctx.background(respond(replace_original=True, **render.asked(asked)))


async def answers_it(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """Someone pressed That answers it: their question need not be asked."""
    draft, _, chosen = body["actions"][0]["value"].partition(":")
    known = await ctx.run(drafts.deflect, actor, number(draft), number(chosen))
    await ack()
    said = render.deflected(known)
    if "view" in body:
        ctx.background(client.views_update(view_id=body["view"]["id"], view=modals.done(said)))
    else:
        ctx.background(respond(replace_original=True, **said))


async def ask_words(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context) -> None:
    """Someone searched, did not find it, and wants to ask."""
    wording = questions.word(body["actions"][0]["value"])
    here = (body.get("channel") or {}).get("id", "")
    await open_form(client, ctx, body["trigger_id"], here=here, wording=wording, over=body.get("view"))
    await ack()


async def ask_this(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone turns a message into a question."""
    message, here = body["message"], body["channel"]["id"]
    text = await ctx.database.read(people.spoken, actor.workspace_id, message.get("text") or "")
    link = f"{ctx.workspace.url}archives/{here}/p{message['ts'].replace('.', '')}"
    start = words.shorten(text, questions.LONGEST)
    wording = questions.Wording(
        text=start,
        details="" if text == start else text[:LONGEST_DETAILS],
        source_link=link,
    )
    await open_form(client, ctx, body["trigger_id"], here=here, wording=wording)
    await ack()


async def follow(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Follow."""
    outcome = await ctx.run(follows.follow, actor, pressed(body))
    await ack()
    ctx.whisper(body, respond, render.following(outcome))


async def more(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone chose something from a card's menu."""
    chosen, _, carried = body["actions"][0]["selected_option"]["value"].partition(":")
    if chosen == ids.UNFOLLOW:
        outcome = await ctx.run(follows.unfollow, actor, number(carried))
        said = render.not_following(outcome)
    else:
        said = await _reopen(ctx, actor, number(carried))
    await ack()
    ctx.whisper(body, respond, said)


async def reopen(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone pressed Open it again."""
    said = await _reopen(ctx, actor, pressed(body))
    await ack()
    ctx.whisper(body, respond, said)


async def _reopen(ctx: Context, actor: Actor, question_id: int) -> Message:
    changed = await ctx.run(acceptance.reopen, actor, question_id)
    return render.reopened(changed)


async def post_again(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Someone whose question could not be posted pressed Post it again."""
    asked = await ctx.run(questions.post_again, actor, pressed(body))
    await ack()
    ctx.whisper(body, respond, render.asked(asked))
