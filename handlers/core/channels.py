"""Which channels the bot can post in: asked of Slack once, forgotten when something changes there."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from learning.core.clock import Clock
from learning.core.errors import LearningError
from learning.core.features import features
from learning.workspace import channels
from learning.workspace.channels import Channel
from storage.engine.database import Database

MOST_MEMBERS = 999
"""Of a channel that Slack lists in one go."""


class Channels:
    """What is known of channels now; the database keeps it for search."""

    def __init__(self, workspace_id: str, client: AsyncWebClient, database: Database, clock: Clock) -> None:
        self._workspace_id, self._client = workspace_id, client
        self._database, self._clock = database, clock
        self._known: dict[str, Channel] = {}

    async def look(self, channel_id: str) -> Channel:
        """A channel as it was last described; Slack is asked about one that nobody asked about yet."""
        known = self._known.get(channel_id)
        if known is None:
            known = await self._database.read(channels.get, self._workspace_id, channel_id)
        if known is None:
            return await self.ask(channel_id)
        self._known[channel_id] = known
        return known

    async def ask(self, channel_id: str) -> Channel:
        """A channel as Slack describes it now; one it does not show us is private and without the bot."""
        try:
            answer = await self._client.conversations_info(channel=channel_id)
            facts: dict[str, Any] = answer["channel"]
        except SlackApiError as error:
            if error.response["error"] not in ("channel_not_found", "missing_scope"):
                raise
            # Somebody's direct messages, or a private channel that we were never invited to, or no longer.
            self._known.pop(channel_id, None)
            await self._database.run(channels.forget, self._workspace_id, channel_id)
            await self._tell(channel_id)
            return Channel(self._workspace_id, channel_id, "", True, False, bot_is_in=False)
        channel = Channel(
            self._workspace_id,
            channel_id,
            name=facts.get("name", ""),
            is_private=bool(facts.get("is_private") or facts.get("is_im") or facts.get("is_mpim")),
            is_archived=bool(facts.get("is_archived")),
            bot_is_in=bool(facts.get("is_member")) and not facts.get("is_im"),
        )
        await self._database.run(channels.remember, channel)
        self._known[channel_id] = channel
        await self._tell(channel_id)
        return channel

    async def shows(self, channel_id: str, member_id: str) -> bool:
        """Whether somebody sees a channel in their Slack: one that is private, only those who are in it."""
        if not (await self.look(channel_id)).is_private:
            return True
        cursor = ""
        try:
            while True:
                found = await self._client.conversations_members(
                    channel=channel_id, cursor=cursor, limit=MOST_MEMBERS
                )
                if member_id in found["members"]:
                    return True
                cursor = (found.get("response_metadata") or {}).get("next_cursor", "")
                if not cursor:
                    return False
        except SlackApiError:
            # Then what was chosen is kept, as it is for somebody who cannot see it.
            return False

    async def usable(self, channel_id: str | None) -> str | None:
        """The same channel if the bot can post in it, else None."""
        room = await self.look(channel_id) if channel_id else None
        return channel_id if room and room.bot_is_in and not room.is_archived else None

    async def check(self, channel_id: str, field: str) -> None:
        """Raises `LearningError` at a form's field for no channel, or one where the bot cannot post."""
        if not channel_id:
            raise LearningError("Choose a channel to announce it in.", field=field)
        room = await self.look(channel_id)
        if room.is_archived:
            raise LearningError("That channel is archived. Choose another one.", field=field)
        if not room.bot_is_in:
            raise LearningError(
                "I'm not in that channel, so I can't post there. Choose one that I'm in, or invite me first.",
                field=field,
            )

    async def _tell(self, channel_id: str) -> None:
        """What stands in a channel may be seen no more, or again: each activity looks after its own."""
        for feature in features().values():
            for verb in feature.channels:
                await self._database.run(verb, self._workspace_id, channel_id, at=self._clock.now())
