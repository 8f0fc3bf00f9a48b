"""A question's buttons, forms and shortcuts."""

import json
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Desk, Who, number, pressed
from handlers.questions.learn import open_form, why_not
from learning.core import topics, words
from learning.core.errors import LearningError
from learning.questions import acceptance, drafts, follows, questions
from learning.questions.questions import LONGEST_DETAILS
from learning.workspace import people
from messages.core import ids
from messages.core.text import Said
from messages.questions import form
from messages.questions import questions as voice


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone sent the form that asks a question."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    fields = view["state"]["values"]
    target = kept["channel"] or fields[form.CHANNEL][form.CHANNEL].get("selected_conversation")
    wording = questions.word(
        fields[form.QUESTION][ids.ASK].get("value") or "",
        fields[form.DETAILS][form.DETAILS].get("value") or "",
        named=[option["value"] for option in fields[form.TOPICS][ids.TOPICS].get("selected_options") or []],
        anonymous=bool(fields[form.ANONYMOUS][form.ANONYMOUS].get("selected_options")),
        source_link=kept["source"],
    )
    if not target:
        raise LearningError("Choose a channel to ask in.", field=form.CHANNEL)
    if why := await why_not(desk, target):
        raise LearningError(why, field=form.QUESTION if kept["channel"] else form.CHANNEL)
    asked, known = await desk.database.run(
        drafts.ask_unless_known,
        who.workspace_id,
        who.id,
        wording,
        here=kept["here"],
        channel_id=target,
        request_key=f"view:{view['id']}",
        at=desk.clock.now(),
    )
    if asked.state == "draft":
        await ack(response_action="update", view=form.matches(asked.question_id, known))
    else:
        await _asked(ack, asked, kept["here"])


async def submit_anyway(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone looked at what is known already, in the form, and asks anyway."""
    draft_id = number(body["view"]["private_metadata"])
    asked = await desk.database.run(
        drafts.ask_anyway, who.workspace_id, who.id, draft_id, at=desk.clock.now()
    )
    await _asked(ack, asked, "")


async def _asked(ack: AsyncAck, asked: questions.Asked, here: str) -> None:
    """Where the asker will see the card anyway, the form just closes."""
    if asked.channel_id == here:
        await ack()
    else:
        await ack(response_action="update", view=form.done(voice.asked(asked)))


async def ask_anyway(
    ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """Someone pressed Ask anyway under what is known already."""
    asked = await desk.database.run(
        drafts.ask_anyway, who.workspace_id, who.id, pressed(body), at=desk.clock.now()
    )
    await ack()
    desk.later(respond(replace_original=True, **voice.asked(asked)))


async def answers_it(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """Someone pressed That answers it: their question need not be asked."""
    draft, _, chosen = body["actions"][0]["value"].partition(":")
    known = await desk.database.run(
        drafts.deflect, who.workspace_id, who.id, number(draft), number(chosen), at=desk.clock.now()
    )
    await ack()
    said = voice.deflected(known)
    if "view" in body:
        desk.later(client.views_update(view_id=body["view"]["id"], view=form.done(said)))
    else:
        desk.later(respond(replace_original=True, **said))


async def ask_words(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Someone searched, did not find it, and wants to ask."""
    wording = questions.word(body["actions"][0]["value"])
    here = (body.get("channel") or {}).get("id", "")
    await open_form(client, desk, body["trigger_id"], here=here, wording=wording, over=body.get("view"))
    await ack()


async def ask_this(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """Someone turns a message into a question."""
    message, here = body["message"], body["channel"]["id"]
    text = await desk.database.read(people.spoken, who.workspace_id, message.get("text") or "")
    link = f"{desk.workspace.url}archives/{here}/p{message['ts'].replace('.', '')}"
    start = words.shorten(text, questions.LONGEST)
    wording = questions.Wording(
        text=start,
        details="" if text == start else text[:LONGEST_DETAILS],
        source_link=link,
    )
    await open_form(client, desk, body["trigger_id"], here=here, wording=wording)
    await ack()


async def suggest_topics(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone types into the topics field."""
    typed = body.get("value") or ""
    known = await desk.database.read(topics.look_up, who.workspace_id, typed)
    await ack(options=form.topic_options(typed, known))


async def follow(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone pressed Follow."""
    outcome = await desk.database.run(
        follows.follow, who.workspace_id, who.id, pressed(body), at=desk.clock.now()
    )
    await ack()
    desk.whisper(body, respond, voice.following(outcome))


async def more(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone chose something from a card's menu."""
    chosen, _, carried = body["actions"][0]["selected_option"]["value"].partition(":")
    if chosen == ids.UNFOLLOW:
        outcome = await desk.database.run(
            follows.unfollow, who.workspace_id, who.id, number(carried), at=desk.clock.now()
        )
        said = voice.not_following(outcome)
    else:
        said = await _reopen(desk, who, number(carried))
    await ack()
    desk.whisper(body, respond, said)


async def reopen(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """Someone pressed Open it again."""
    said = await _reopen(desk, who, pressed(body))
    await ack()
    desk.whisper(body, respond, said)


async def _reopen(desk: Desk, who: Who, question_id: int) -> Said:
    changed = await desk.database.run(
        acceptance.reopen, who.workspace_id, who.id, question_id, at=desk.clock.now()
    )
    return voice.reopened(changed)


async def post_again(
    ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """Someone whose question could not be posted pressed Post it again."""
    asked = await desk.database.run(
        questions.post_again, who.workspace_id, who.id, pressed(body), at=desk.clock.now()
    )
    await ack()
    desk.whisper(body, respond, voice.asked(asked))
