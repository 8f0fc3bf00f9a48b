"""Home: published when someone opens it and after what they do there; its doors to everything else."""

import logging
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.circles import circles
from handlers.core.context import Actor, Context, pressed
from handlers.core.forms import open_view
from handlers.digests import digests
from handlers.lunches import lunches, proposals
from handlers.questions import learn
from handlers.teaching import offers, wishes
from learning.core.clock import Clock
from learning.diagnostics import undelivered
from learning.home import home
from learning.lunches import listings
from messages.core.text import page
from messages.diagnostics import undelivered as undelivered_render
from messages.digests import digest as digest_render
from messages.home import home as render
from messages.lunches import lunches as lunch_render
from messages.questions import form as question_form
from messages.teaching import offers as offer_render
from storage.engine.database import Busy, Database, Session

log = logging.getLogger(__name__)


class Publisher:
    """Draws people's Homes. Of several wishes to draw the same one while it is drawn, one is left.

    The last one to be published was read last, so that no older state comes to stand over a newer.
    """

    def __init__(self, workspace_id: str, client: AsyncWebClient, database: Database, clock: Clock) -> None:
        self._workspace_id, self._client, self._database, self._clock = workspace_id, client, database, clock
        self._again: dict[str, bool] = {}

    async def draw(self, member_id: str) -> None:
        """Publishes this member's Home as it is now."""
        if member_id in self._again:
            self._again[member_id] = True
            return
        self._again[member_id] = True
        try:
            while self._again[member_id]:
                self._again[member_id] = False
                view = await self._database.read(self._view, member_id)
                await self._client.views_publish(user_id=member_id, view=view)
        except Busy:
            log.info("The database is busy; a Home is drawn the next time it is opened")
        finally:
            del self._again[member_id]

    def _view(self, session: Session, member_id: str) -> dict[str, Any]:
        return render.home(home.get(session, self._workspace_id, member_id, at=self._clock.now()))


async def opened(event: dict[str, Any], ctx: Context) -> None:
    """Someone opened the app: Home is drawn if that is the tab they look at."""
    if event.get("tab") == "home":
        ctx.background(_meet_and_draw(ctx, event["user"]))


async def _meet_and_draw(ctx: Context, member_id: str) -> None:
    if not ctx.directory.knows(member_id):
        await ctx.directory.look(member_id)
    await ctx.home_tabs.draw(member_id)


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context) -> None:
    """Someone pressed Ask a question."""
    await learn.open_form(client, ctx, body["trigger_id"], here="")
    await ack()


async def find(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Someone pressed Find an answer."""
    await open_view(client, body["trigger_id"], question_form.find())
    await ack()


async def submit_find(ack: AsyncAck, body: dict[str, Any], ctx: Context, actor: Actor) -> None:
    """Someone said what they look for; the form becomes what was found, in public channels."""
    wanted = body["view"]["state"]["values"][question_form.WORDS][question_form.WORDS].get("value") or ""
    said = await learn.find(ctx, actor, wanted, here="")
    await ack(response_action="update", view=page(said, "Find an answer"))


async def coming(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Coming lunches."""
    said = await lunches.coming(ctx, actor, "")
    await open_view(client, body["trigger_id"], page(said, "Coming lunches"))
    await ack()


async def occurrences(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone wants to see all of a series that is theirs."""
    listed = await ctx.read(listings.occurrences, actor, pressed(body))
    await open_view(client, body["trigger_id"], page(lunch_render.occurrences(listed), "Yours to come"))
    await ack()


async def show_circles(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Circles."""
    await open_view(client, body["trigger_id"], page(await circles.listing(ctx, actor, ""), "Circles"))
    await ack()


async def offer(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Offer to teach."""
    await offers.open_form(client, ctx, actor, body["trigger_id"])
    await ack()


async def mine(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Change beside what they teach."""
    said = offer_render.mine(await offers.mine(ctx, actor))
    await open_view(client, body["trigger_id"], page(said, "What you teach"))
    await ack()


async def propose(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed Propose a lunch."""
    await proposals.open_form(client, ctx, body["trigger_id"], here="", actor=actor)
    await ack()


async def wanted(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """Someone pressed What's wanted."""
    said = await wishes.board(ctx, actor)
    await open_view(client, body["trigger_id"], page(said, "What's wanted"))
    await ack()


async def why(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """An admin asks why something did not go out."""
    found = await ctx.read(undelivered.find, actor)
    said = await ctx.localised(actor.id, undelivered_render.told(found))
    await open_view(client, body["trigger_id"], page(said, "What did not go out"))
    await ack()


async def week(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, ctx: Context, actor: Actor
) -> None:
    """An admin looks at the week so far."""
    found = await ctx.database.read(digests.asked_for, ctx, actor, "")
    await open_view(client, body["trigger_id"], page(digest_render.whole(*found), digests.TITLE))
    await ack()
