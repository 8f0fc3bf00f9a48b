"""Says what the outbox owes, once: claimed by lease, paced a channel, looked up before it is said again."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from messages.text import Said
from scheduling import endings, files
from scheduling.endings import LeaseOver
from scheduling.kinds import InThread, Later, Skip, WithFile, words
from scheduling.refusals import PERMANENT, TOO_FAST, backoff, code, is_unsure, retry_after
from storage import outbox
from storage.engine import LOCK_SECONDS, QUEUE_SECONDS, Busy, Database
from storage.outbox import PACE, Claim

log = logging.getLogger(__name__)

BREATH_SECONDS = 0.03
AT_ONCE = 16
"""How many messages may be on their way together."""
DATABASE_SECONDS = QUEUE_SECONDS + LOCK_SECONDS
"""The longest that one verb waits before it runs or is refused."""
EVENT_TYPE = "teachback_outbox"
SKEW = timedelta(minutes=5)
"""How far Slack's clock may be from ours when a message is looked for by its time."""


class Clock(Protocol):
    """Tells the aware UTC now."""

    def now(self) -> datetime: ...


class Over(Exception):
    """The message ends here unsaid, in this state."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(reason)
        self.state = state


@dataclass(frozen=True, slots=True)
class Lease:
    """By when a post must have begun, on both clocks: one sleeps with its machine, the other may be set."""

    by: float
    by_wall: datetime


def machine_now() -> datetime:
    """The machine's own clock (UTC), by which leases go: the app's may be moved forward."""
    return datetime.now(UTC)


class Outbox:
    """One worker. Any number may work on one database: a claim is a lease, and a lease has an end."""

    def __init__(
        self, database: Database, client: AsyncWebClient, clock: Clock, *, call_seconds: float = 10.0
    ) -> None:
        """`client` must not retry by itself: a repeated post is said twice (slack_sdk's default does)."""
        self._database, self._client, self._clock = database, client, clock
        step = timedelta(seconds=call_seconds + DATABASE_SECONDS)
        # An attempt reads the row and opens the conversation, notes it and looks the message up, posts it and
        # notes that. The last of the three steps begins, if at all, while there is time to end it.
        self.lease, self._lasting = 3 * step, 2 * step
        self._owner = f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._owed = asyncio.Event()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None
        self._stopping = False
        self._loop = asyncio.get_running_loop()

    @property
    def working(self) -> bool:
        """Whether what falls due is being said."""
        return self._worker is not None and not self._worker.done()

    def start(self) -> None:
        """Begins with whatever was left by the last run."""
        self._worker = asyncio.create_task(self._run(), name="outbox")
        self._owed.set()

    def wake(self) -> None:
        """Something may be due: looks at once. Callable from any thread, whenever."""
        with suppress(RuntimeError):  # The loop has ended, and with it whoever would look.
            self._loop.call_soon_threadsafe(self._owed.set)

    async def stop(self, seconds: float) -> None:
        """Finishes the calls in hand, at most so long; the rest is left for the next start."""
        self._stopping = True
        self._owed.set()
        ends = self._loop.time() + seconds
        if self._worker is not None:
            # It may be in the midst of a claim, and what it claims then is in hand too.
            await asyncio.wait({self._worker}, timeout=seconds)
        while self._in_hand and (left := ends - self._loop.time()) > 0:
            await asyncio.wait(set(self._in_hand), timeout=left)
        rest = {*self._in_hand, *({self._worker} if self._worker else ())}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def take(self) -> None:
        """Claims what is due now and sets out to say it."""
        while not self._stopping and (room := AT_ONCE - len(self._in_hand)) > 0:
            # From before the claim: the lease itself begins in its midst.
            lease = Lease(self._loop.time() + self._lasting.total_seconds(), machine_now() + self._lasting)
            try:
                claims = await self._database.run(
                    outbox.claim,
                    self._owner,
                    at=self._clock.now(),
                    lease=self.lease,
                    limit=room,
                    machine=machine_now(),
                )
            except Busy:
                log.info("The database is busy; the outbox waits for the next tick")
                return
            if not claims:
                return
            for claim in claims:
                task = asyncio.create_task(self._say(claim, lease))
                self._in_hand.add(task)
                task.add_done_callback(self._done)

    async def _run(self) -> None:
        while not self._stopping:
            await self._owed.wait()
            self._owed.clear()
            try:
                await self.take()
            except Exception:  # the next tick tries again, whatever it was
                log.exception("The outbox could not be read")
            # The first of many commits wakes it at once; those that follow within this share the next look.
            await asyncio.sleep(BREATH_SECONDS)

    def _look_again(self, after: timedelta) -> None:
        self._loop.call_later(after.total_seconds() + 0.002, self._owed.set)

    def _done(self, task: asyncio.Task[None]) -> None:
        if len(self._in_hand) >= AT_ONCE:
            self._owed.set()
        self._in_hand.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Its lease will end, and whoever takes the row then looks it up first.
            log.error("A message is left until its lease ends", exc_info=error)

    async def _say(self, claim: Claim, lease: Lease) -> None:
        try:
            said = await self._database.read(words, claim, at=self._clock.now())
        except Exception as error:
            log.exception("Row %s (%s) could not be put into words", claim.token, claim.kind)
            reason = f"it could not be put into words ({type(error).__name__})"
            await self._again(claim, backoff(claim.attempts), reason, uncertain=claim.uncertain)
            return
        try:
            await self._deliver(claim, said, lease)
        except LeaseOver as why:
            log.warning("Row %s is left to others: %s", claim.token, why)
        except Over as over:
            log.warning("Row %s (%s) ends here, %s: %s", claim.token, claim.kind, over.state, over)
            await self._note(endings.end, claim, over.state, str(over))
        except SlackApiError as error:
            await self._refused(claim, error)
        except Exception as error:
            reason = f"Slack's answer did not come ({type(error).__name__})"
            if not isinstance(error, (aiohttp.ClientError, OSError)):
                reason = f"it went wrong here ({type(error).__name__})"
                log.exception("Row %s (%s) could not be said, or not noted", claim.token, claim.kind)
            await self._again(claim, backoff(claim.attempts), reason, uncertain=claim.message_ts is None)

    async def _deliver(
        self, claim: Claim, said: Said | InThread | WithFile | Skip | Later, lease: Lease
    ) -> None:
        """Posts, updates or removes, and notes which message it became and which state it shows."""
        if isinstance(said, Later):
            wait = said.until - self._clock.now()
            await self._note(endings.put_back, claim, wait, said.reason, claim.uncertain)
            return
        if isinstance(said, Skip):
            if said.remove and claim.message_ts and claim.channel_id:
                self._check(lease)
                await self._remove(claim.channel_id, claim.message_ts)
            await self._note(endings.end, claim, "skipped", said.reason)
            return
        thread_ts = None
        if isinstance(said, InThread):
            thread_ts, said = said.ts, said.said
        if claim.message_ts is not None and claim.channel_id is not None:
            if isinstance(said, WithFile):  # They have it: a file is shared once, whatever is wanted since.
                await self._shown(claim, claim.channel_id, claim.message_ts)
                return
            self._check(lease)
            await self._client.chat_update(channel=claim.channel_id, ts=claim.message_ts, **said)
            await self._shown(claim, claim.channel_id, claim.message_ts)
            return
        channel_id = await self._channel(claim)
        name = said.name if isinstance(said, WithFile) else None
        if claim.uncertain and (ts := await self._look_up(claim, channel_id, thread_ts, name)):
            # It is there, as it looked then; anything wanted since is owed as an update.
            await self._shown(replace(claim, wanted=1), channel_id, ts)
            return
        if claim.expires_at <= self._clock.now():
            raise Over("expired", "it came too late to be of use")
        if isinstance(said, WithFile):
            file_id = await files.upload(self._client, said)
            self._check(lease)
            await files.share(self._client, file_id, said, channel_id)
            await self._shown(claim, channel_id, file_id)
            return
        self._check(lease)
        answer = await self._client.chat_postMessage(
            channel=channel_id,
            thread_ts=thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"row": claim.token}},
            unfurl_links=False,
            unfurl_media=False,
            **said,
        )
        await self._shown(claim, str(answer["channel"]), str(answer["ts"]))

    async def _remove(self, channel_id: str, message_ts: str) -> None:
        """Takes a message back; one that is gone already is as good."""
        try:
            await self._client.chat_delete(channel=channel_id, ts=message_ts)
        except SlackApiError as error:
            if code(error) != "message_not_found":
                raise

    async def _shown(self, claim: Claim, channel_id: str, message_ts: str) -> None:
        await self._note(endings.sent, claim, channel_id, message_ts)
        # The lane is free again after its pace: look then, not at the next tick.
        self._look_again(PACE)

    def _check(self, lease: Lease) -> None:
        """A worker that was paused looks at its lease before it says anything."""
        if self._loop.time() > lease.by or machine_now() > lease.by_wall:
            raise LeaseOver("it was held too long to be said now")

    async def _channel(self, claim: Claim) -> str:
        """Where a row goes: its channel, or the direct messages with its member."""
        if claim.channel_id is not None:
            return claim.channel_id
        if claim.recipient_id[0] not in "UW":
            return claim.recipient_id
        answer = await self._client.conversations_open(users=claim.recipient_id)
        channel_id = str(answer["channel"]["id"])
        if not await self._database.run(outbox.opened, claim, channel_id):
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
                raise Over("failed", f"{outbox.UNDECIDED}: {code(error)}") from error
            raise

    async def _refused(self, claim: Claim, error: SlackApiError) -> None:
        word = code(error)
        if word in PERMANENT:
            log.warning("Row %s (%s) can never be said: %s", claim.token, claim.kind, word)
            await self._note(endings.end, claim, "failed", word)
        elif word in TOO_FAST:
            wait = retry_after(error)
            await self._note(outbox.park, claim, wait, "Slack asked to wait")
            self._look_again(wait)
        else:
            unsure = is_unsure(word) and claim.message_ts is None
            await self._again(claim, backoff(claim.attempts), word, uncertain=claim.uncertain or unsure)

    async def _again(self, claim: Claim, wait: timedelta, reason: str, *, uncertain: bool) -> None:
        await self._note(endings.put_back, claim, wait, reason, uncertain)
        self._look_again(wait)

    async def _note(self, verb: Callable[..., None], claim: Claim, *args: Any) -> None:
        """Writes down what became of it; a busy database is asked again, because Slack has spoken."""
        for last in (False, False, True):
            try:
                await self._database.run(verb, claim, *args, at=self._clock.now())
                return
            except Busy:
                if last:
                    raise
