"""Where teams come from: a field of people's profiles, or user groups, as the admins chose."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.paging import TIER_4, Pace
from learning.core.errors import LearningError
from learning.workspace import settings, teams
from learning.workspace.settings import GROUPS, PROFILE, TEAM_FIELD, TEAM_GROUPS, TEAM_SOURCE, Settings
from learning.workspace.teams import Group
from storage.engine.database import Database

log = logging.getLogger(__name__)

TOGETHER = 50
"""How many profiles are read before they are written down."""
_WHY_NOT = {
    "plan_upgrade_required": "Slack has user groups in its paid plans only. Choose another source.",
    "missing_scope": "Slack doesn't let me see that yet. Whoever runs me has to put manifest.yml into the "
    "app's page and reinstall it.",
}


class SlackTeams:
    """Reads teams from Slack, and checks that what an admin chose is there."""

    def __init__(self, workspace_id: str, client: AsyncWebClient, database: Database) -> None:
        self._workspace_id, self._client, self._database = workspace_id, client, database
        self._pace = Pace(TIER_4)

    async def check(self, wanted: Settings) -> None:
        """Raises `LearningError` at the field for a profile field or a user group that is not there."""
        try:
            if wanted[TEAM_SOURCE] == PROFILE:
                await self._field(wanted[TEAM_FIELD] or "")
            elif wanted[TEAM_SOURCE] == GROUPS:
                handles = {group.handle for group in await self._groups()}
                if unknown := [handle for handle in wanted[TEAM_GROUPS] if handle not in handles]:
                    raise LearningError(f"There is no user group @{unknown[0]}.", field=TEAM_GROUPS.name)
        except SlackApiError as error:
            why = _WHY_NOT.get(error.response["error"])
            if why is None:
                raise
            raise LearningError(why, field=TEAM_SOURCE.name) from error

    async def follow(self) -> None:
        """Reads everyone's team again; a CSV's stay as they are. With many people that takes a while."""
        chosen = await self._database.read(settings.get, self._workspace_id)
        people = await self._database.read(teams.everyone, self._workspace_id)
        if chosen[TEAM_SOURCE] == GROUPS:
            found = teams.of_groups(await self._groups(), chosen[TEAM_GROUPS])
            await self._write({member_id: found.get(member_id, "") for member_id in people})
        elif chosen[TEAM_SOURCE] == PROFILE:
            field = await self._field(chosen[TEAM_FIELD] or "")
            for start in range(0, len(people), TOGETHER):
                part = people[start : start + TOGETHER]
                await self._write({member_id: await self._in_profile(member_id, field) for member_id in part})

    async def _write(self, found: dict[str, str]) -> None:
        moved = await self._database.run(teams.put, self._workspace_id, found)
        if moved:
            log.info("The team of %s people is another now", moved)

    async def _groups(self) -> list[Group]:
        answer = await self._client.usergroups_list(include_users=True)
        # Slack keeps some by itself, such as that of all admins: those are no teams.
        own = [each for each in answer["usergroups"] if not each.get("auto_type")]
        return [
            Group(each["handle"].casefold(), each["name"], tuple(each.get("users") or ())) for each in own
        ]

    async def _field(self, label: str) -> str:
        """The id of the profile field that is called so."""
        profile = (await self._client.team_profile_get())["profile"]
        fields = {each["label"].casefold(): each for each in profile["fields"]}
        found = fields.get(label.casefold())
        if found is None:
            there = ", ".join(each["label"] for each in fields.values()) or "none yet"
            raise LearningError(
                f"No profile field is called “{label}”. There are: {there}."[:300], field=TEAM_FIELD.name
            )
        return str(found["id"])

    async def _in_profile(self, member_id: str, field: str) -> str:
        """What somebody's profile says; Slack lists everybody without it, so each is asked for."""
        try:
            answer = await self._pace.call(self._client.users_profile_get, user=member_id)
        except SlackApiError as error:
            if error.response["error"] != "user_not_found":
                raise
            return ""
        # Slack gives a list, not a mapping, where nothing is filled in.
        fields: Any = answer["profile"].get("fields")
        return teams.name(fields.get(field, {}).get("value") or "") if isinstance(fields, dict) else ""
