"""One attempt at one message: posted, updated, shared, taken back, or found to have been said already."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from learning.core.clock import Clock
from messages.core.text import Message
from scheduling.core import files
from scheduling.core.endings import LeaseOver
from scheduling.core.kind import InThread, Skip, WithFile
from scheduling.core.refusals import PERMANENT, code
from storage.engine.database import Database
from storage.outbox import claims
from storage.outbox.claims import Claim
from storage.outbox.recipients import is_person

EVENT_TYPE = "teachback_outbox"
SKEW = timedelta(minutes=5)
"""How far Slack's clock may be from ours when a message is looked for by its time."""


class Over(Exception):
    """The message ends here unsaid, in this state."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(reason)
        self.state = state


@dataclass(frozen=True, slots=True)
class Shown:
    """Slack shows it: in which channel, as which message, and up to which wanted state."""

    channel_id: str
    message_ts: str
    wanted: int


@dataclass(frozen=True, slots=True)
class Lease:
    """By when a post must have begun, on both clocks: one sleeps with its machine, the other may be set."""

    by: float
    by_wall: datetime

    @classmethod
    def lasting(cls, time: timedelta) -> "Lease":
        """From now on, for so long."""
        return cls(asyncio.get_running_loop().time() + time.total_seconds(), machine_now() + time)

    def check(self) -> None:
        """A worker that was paused looks at its lease before it says anything."""
        if asyncio.get_running_loop().time() > self.by or machine_now() > self.by_wall:
            raise LeaseOver("it was held too long to be said now")


def machine_now() -> datetime:
    """The machine's own clock (UTC), by which leases go: the app's may be moved forward."""
    return datetime.now(UTC)


class Deliveries:
    """Says things in Slack, each at most once."""

    def __init__(self, database: Database, client: AsyncWebClient, clock: Clock) -> None:
        """`client` must not retry by itself: a repeated post is said twice (slack_sdk's default does)."""
        self._database, self._client, self._clock = database, client, clock
        self._private: dict[tuple[str, str], str] = {}
        """The direct messages with each member, once opened: they stay where they are."""

    async def say(self, claim: Claim, said: Message | InThread | WithFile, lease: Lease) -> Shown:
        """Posts, shares or updates; returns the message that it became.

        Raises `LeaseOver` before anything is said, and `Over` for what ends here unsaid.
        """
        thread_ts = None
        if isinstance(said, InThread):
            thread_ts, said = said.ts, said.said
        if claim.message_ts is not None and claim.channel_id is not None:
            if not isinstance(
                said, WithFile
            ):  # They have a file: it is shared once, whatever is wanted since.
                lease.check()
                await self._client.chat_update(channel=claim.channel_id, ts=claim.message_ts, **said)
            return Shown(claim.channel_id, claim.message_ts, claim.wanted)
        channel_id = await self._channel(claim)
        name = said.name if isinstance(said, WithFile) else None
        if claim.uncertain and (ts := await self._look_up(claim, channel_id, thread_ts, name)):
            # It is there, as it looked then; anything wanted since is owed as an update.
            return Shown(channel_id, ts, 1)
        if claim.expires_at <= self._clock.now():
            raise Over("expired", "it came too late to be of use")
        if isinstance(said, WithFile):
            file_id = await files.upload(self._client, said)
            lease.check()
            await files.share(self._client, file_id, said, channel_id)
            return Shown(channel_id, file_id, claim.wanted)
        lease.check()
        answer = await self._client.chat_postMessage(
            channel=channel_id,
            thread_ts=thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"row": claim.token}},
            unfurl_links=False,
            unfurl_media=False,
            **said,
        )
        return Shown(str(answer["channel"]), str(answer["ts"]), claim.wanted)

    async def skip(self, claim: Claim, skip: Skip, lease: Lease) -> bool:
        """Takes a message back where that is asked for; one that is gone already is as good.

        Returns whether there was one.
        """
        if not (skip.remove and claim.message_ts and claim.channel_id):
            return False
        lease.check()
        try:
            await self._client.chat_delete(channel=claim.channel_id, ts=claim.message_ts)
        except SlackApiError as error:
            if code(error) != "message_not_found":
                raise
        return True

    async def _channel(self, claim: Claim) -> str:
        """Where a row goes: its channel, or the direct messages with its member."""
        if claim.channel_id is not None:
            return claim.channel_id
        if not is_person(claim.recipient_id):
            return claim.recipient_id
        recipient = (claim.workspace_id, claim.recipient_id)
        channel_id = self._private.get(recipient)
        if channel_id is None:
            answer = await self._client.conversations_open(users=claim.recipient_id)
            channel_id = self._private[recipient] = str(answer["channel"]["id"])
        if not await self._database.run(claims.opened, claim, channel_id):
            raise LeaseOver("it was taken by another before it could be said")
        return channel_id

    async def _look_up(
        self, claim: Claim, channel_id: str, thread_ts: str | None, name: str | None
    ) -> str | None:
        """The message in the channel that carries this row's token, or a file of this name.

        There is one if an earlier attempt was taken.

        Raises `Over` when the channel cannot be read: what cannot be decided is reported, not repeated.
        """
        oldest = f"{(claim.tried_at - SKEW).timestamp():.6f}"
        read: Any = self._client.conversations_history
        if thread_ts:
            read = partial(self._client.conversations_replies, ts=thread_ts)
        cursor = ""
        try:
            while True:
                page = await read(
                    channel=channel_id, oldest=oldest, limit=200, include_all_metadata=True, cursor=cursor
                )
                for message in page["messages"]:
                    payload = (message.get("metadata") or {}).get("event_payload") or {}
                    shared = {file.get("name") for file in message.get("files") or ()}
                    if payload.get("row") == claim.token or (name and name in shared):
                        return str(message["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        except SlackApiError as error:
            if code(error) in PERMANENT:
                raise Over("failed", f"{claims.UNDECIDED}: {code(error)}") from error
            raise
