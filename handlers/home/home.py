"""Home: published when someone opens it and after what they do there."""

import logging
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Context
from learning.core.clock import Clock
from learning.home import home
from messages.home import home as render
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
