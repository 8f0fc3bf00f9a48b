"""The directory follows Slack: everyone at the start, newcomers and changes as they come."""

import logging
from collections.abc import AsyncIterator
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.context import Context
from handlers.core.paging import TIER_2, Pace
from learning.workspace import people
from learning.workspace.people import Profile
from storage.engine.database import Database

log = logging.getLogger(__name__)

PAGE = 200
"""As many as Slack recommends to ask for at once."""


class SlackDirectory:
    """Who is known already, so that nobody is asked about twice."""

    def __init__(self, workspace_id: str, client: AsyncWebClient, database: Database) -> None:
        self._workspace_id, self._client, self._database = workspace_id, client, database
        self._known: set[str] = set()
        self._pace = Pace(TIER_2)

    async def sync(self) -> None:
        """Reads everyone from users.list, page by page, waiting where Slack says so."""
        self._known |= await self._database.read(people.known, self._workspace_id)
        async for users in self.pages():
            await self.meet(users)

    async def pages(self) -> AsyncIterator[list[dict[str, Any]]]:
        """Everyone in the workspace as Slack describes them, those who left too."""
        cursor = ""
        while True:
            page = await self._pace.call(
                self._client.users_list, limit=PAGE, cursor=cursor, include_locale=True
            )
            yield [user for user in page["members"] if self.is_ours(user)]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def is_ours(self, user: dict[str, Any]) -> bool:
        """Whether someone belongs to this workspace, rather than sharing a channel with it."""
        theirs = {user.get("team_id") or self._workspace_id}
        theirs.update((user.get("enterprise_user") or {}).get("teams") or ())
        return self._workspace_id in theirs and not user.get("is_stranger")

    async def meet(self, users: list[dict[str, Any]]) -> None:
        """Writes down those of these people who are of this workspace."""
        profiles = [profile(user) for user in users if self.is_ours(user)]
        if profiles:
            await self._database.run(people.meet, self._workspace_id, profiles)
            self._known |= {person.id for person in profiles}

    async def look(self, member_id: str) -> None:
        """Asks Slack about someone who is not known yet."""
        if member_id in self._known:
            return
        answer = await self._client.users_info(user=member_id, include_locale=True)
        await self.meet([answer["user"]])

    async def try_to_look(self, member_id: str) -> None:
        """As `look`, but whom Slack does not show, or who is of another workspace, stays unknown."""
        if member_id in self._known:
            return
        try:
            answer = await self._client.users_info(user=member_id, include_locale=True)
        except SlackApiError as error:
            log.info("Slack does not show %s: %s", member_id, error.response["error"])
            return
        if answer["user"].get("team_id") in (None, self._workspace_id):
            await self.meet([answer["user"]])

    def knows(self, member_id: str) -> bool:
        return member_id in self._known


async def changed(event: dict[str, Any], ctx: Context) -> None:
    """Someone joined the workspace, or something about them changed."""
    await ctx.directory.meet([event["user"]])


def profile(user: dict[str, Any]) -> Profile:
    """What Slack's user object says, in our words; a missing zone is UTC."""
    shown = user.get("profile") or {}
    name = shown.get("display_name") or shown.get("real_name") or user.get("real_name") or user.get("name")
    return Profile(
        id=user["id"],
        name=name or user["id"],
        zone=user.get("tz") or "UTC",
        slack_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_bot=bool(user.get("is_bot") or user.get("id") == "USLACKBOT"),
        is_gone=bool(user.get("deleted")),
        locale=user.get("locale") or "",
    )
