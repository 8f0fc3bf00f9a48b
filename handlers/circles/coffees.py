"""A lean coffee: bringing topics, voting, moving on."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Actor, Context, number, pressed
from handlers.core.forms import open_view
from learning.circles.formats import coffee_votes
from learning.core.errors import LearningError
from messages.circles import coffees as render
from messages.core.text import page


async def add(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Somebody pressed Add a topic."""
    round_id = number(str(body["actions"][0]["value"]))
    facts = await ctx.run(coffee_votes.welcome, actor, round_id)
    await open_view(client, body["trigger_id"], render.add_form(facts, actor.id))
    await ack()


async def submit_topic(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Somebody sent a topic."""
    view = body["view"]
    facts = await ctx.run(
        coffee_votes.propose,
        actor,
        number(view["private_metadata"]),
        view["state"]["values"][render.TOPIC][render.TOPIC].get("value") or "",
        request_key=f"view:{view['id']}",
    )
    await ack(response_action="update", view=page(render.brought(facts, actor.id), render.NAME))


async def bring_back(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Somebody pressed Bring it back, beside what the last time did not come to."""
    round_id, _, topic_id = str(body["actions"][0]["value"]).partition(":")
    facts = await ctx.run(coffee_votes.bring_back, actor, number(round_id), number(topic_id))
    await ack()
    ctx.whisper(body, respond, render.brought(facts, actor.id))


async def withdraw(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    ctx: Context,
    actor: Actor,
    respond: AsyncRespond,
) -> None:
    """Somebody pressed Take it back beside a topic of theirs, in a form or in an answer of mine."""
    facts = await ctx.run(coffee_votes.withdraw, actor, pressed(body))
    await ack()
    said = render.withdrawn(facts, actor.id)
    if "view" in body:
        ctx.background(client.views_update(view_id=body["view"]["id"], view=page(said, render.NAME)))
    else:
        ctx.whisper(body, respond, said)


async def vote(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Somebody pressed Vote."""
    round_id = number(str(body["actions"][0]["value"]))
    ballot = await ctx.run(coffee_votes.ballot, actor, round_id)
    await open_view(client, body["trigger_id"], render.vote_form(ballot))
    await ack()


async def submit_votes(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Somebody spread their votes; too many are told at the last topic that has some."""
    view = body["view"]
    given = {
        number(field.rpartition(".")[2]): number(state[render.VOTES_FIELD]["selected_option"]["value"])
        for field, state in view["state"]["values"].items()
    }
    try:
        ballot = await ctx.run(coffee_votes.spread, actor, number(view["private_metadata"]), given)
    except LearningError as error:
        if error.field == render.VOTES_FIELD:
            error.field = render.vote_field([topic_id for topic_id, votes in given.items() if votes][-1])
        raise
    await ack(response_action="update", view=render.done(render.voted(ballot)))


async def go_on(
    ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor, respond: AsyncRespond
) -> None:
    """Whoever leads pressed Start the vote, Post the agenda, or Next topic."""
    round_id, _, shown = str(body["actions"][0]["value"]).partition(":")
    facts = await ctx.run(coffee_votes.go_on, actor, number(round_id), shown)
    await ack()
    ctx.whisper(body, respond, render.moved(facts))
