"""Puts the parts together: the Bolt app, the desk its handlers work at, and who they meet there."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import tell
from handlers.core.channels import Channels
from handlers.core.context import Actor, Context
from handlers.core.router import register
from handlers.home.home import Publisher
from handlers.workspace.directory import SlackDirectory
from handlers.workspace.teams import SlackTeams
from learning.core.clock import Clock
from learning.core.errors import NotAllowed
from learning.workspace.workspaces import Workspace
from storage.engine.database import Database


def create_context(
    *,
    database: Database,
    client: AsyncWebClient,
    clock: Clock,
    workspace: Workspace,
) -> Context:
    """The parts that handlers share."""
    return Context(
        database=database,
        client=client,
        clock=clock,
        workspace=workspace,
        channels=Channels(workspace.id, client, database, clock),
        directory=SlackDirectory(workspace.id, client, database),
        home_tabs=Publisher(workspace.id, client, database, clock),
        teams=SlackTeams(workspace.id, client, database),
    )


def create_app(ctx: Context, *, bot_id: str, signing_secret: str | None = None) -> AsyncApp:
    """The Bolt app. It acknowledges only what is written: `process_before_response` keeps that order."""
    identity = AuthorizeResult(
        enterprise_id=None,
        team_id=ctx.workspace.id,
        bot_id=bot_id,
        bot_user_id=ctx.workspace.bot_user_id,
        bot_token=ctx.client.token,
    )

    async def authorize() -> AuthorizeResult:
        # Known since the start: Bolt would ask auth.test for each request.
        return identity

    async def introduce(body: dict[str, Any], context: dict[str, Any], next_: Any) -> None:
        context["ctx"] = ctx
        context["actor"] = actor = _actor(ctx, body, context)
        if actor.id and "event" not in body and not ctx.directory.knows(actor.id):
            ctx.background(ctx.directory.look(actor.id))
        await next_()

    nameless = AsyncWebClient(  # Bolt warns of a token that `authorize` makes needless.
        base_url=ctx.client.base_url, timeout=ctx.client.timeout, session=ctx.client.session
    )
    app = AsyncApp(
        client=nameless,
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        # Bolt would also keep from us that someone deleted one of our cards.
        ignoring_self_events_enabled=False,
        request_verification_enabled=signing_secret is not None,
        # What only HTTP needs, and what nothing here uses, is not asked of each request.
        ssl_check_enabled=signing_secret is not None,
        url_verification_enabled=signing_secret is not None,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.use(introduce)
    app.error(tell)
    register(app)
    return app


def _actor(ctx: Context, body: dict[str, Any], context: dict[str, Any]) -> Actor:
    """Who acts.

    Raises `NotAllowed` for people of another workspace, who meet the bot in a shared channel: their ids and
    zones are not ours to keep.
    """
    event, user = body.get("event") or {}, body.get("user")
    theirs = user.get("team_id") if isinstance(user, dict) else None
    home = theirs or event.get("user_team") or body.get("team_id") or ctx.workspace.id
    if home != ctx.workspace.id:
        raise NotAllowed("I only know the people of this workspace, so I can't do that for you.")
    return Actor(ctx.workspace.id, context.get("user_id") or "")
