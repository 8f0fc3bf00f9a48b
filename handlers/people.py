"""The directory follows Slack: everyone at the start, newcomers and changes as they come."""

import asyncio
import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from learning import people
from learning.people import Profile
from storage.engine import Database

log = logging.getLogger(__name__)

PAGE = 200


class Directory:
    """Who is known already, so that nobody is asked about twice."""

    def __init__(self, workspace_id: str, client: AsyncWebClient, database: Database) -> None:
        self._workspace_id, self._client, self._database = workspace_id, client, database
        self._known: set[str] = set()

    async def sync(self) -> None:
        """Reads everyone from users.list, page by page, waiting where Slack says so."""
        self._known |= await self._database.read(people.known, self._workspace_id)
        cursor = ""
        while True:
            try:
                page = await self._client.users_list(limit=PAGE, cursor=cursor)
            except SlackApiError as error:
                if error.response["error"] != "ratelimited":
                    raise
                await asyncio.sleep(int(error.response.headers.get("Retry-After", 30)))
                continue
            await self.meet([profile(user) for user in page["members"]])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def meet(self, profiles: list[Profile]) -> None:
        """Writes these people down."""
        if profiles:
            await self._database.run(people.meet, self._workspace_id, profiles)
            self._known |= {person.id for person in profiles}

    async def look(self, member_id: str) -> None:
        """Asks Slack about someone who is not known yet."""
        if member_id in self._known:
            return
        answer = await self._client.users_info(user=member_id)
        await self.meet([profile(answer["user"])])

    def knows(self, member_id: str) -> bool:
        return member_id in self._known


async def changed(event: dict[str, Any], desk: Any) -> None:
    """Someone joined the workspace, or something about them changed."""
    await desk.directory.meet([profile(event["user"])])


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
    )
