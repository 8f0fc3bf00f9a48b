"""Says what the outbox owes, once: claimed by lease, paced a channel, looked up before it is said again."""

import asyncio
import logging
import os
import random
import secrets
import socket
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from messages.text import Said
from scheduling.kinds import KINDS, Skip
from storage import outbox
from storage.engine import Busy, Database
from storage.outbox import PACE, Claim

log = logging.getLogger(__name__)

AT_ONCE = 16
"""How many messages may be on their way together."""
EVENT_TYPE = "teachback_outbox"
SKEW = timedelta(minutes=5)
"""How far Slack's clock may be from ours when a message is looked for by its time."""
FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=5)
PERMANENT = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "cant_update_message",
        "channel_is_limited_access",
        "channel_not_found",
        "edit_window_closed",
        "ekm_access_denied",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "messages_tab_disabled",
        "metadata_too_large",
        "missing_scope",
        "msg_too_long",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
"""Refusals that stay the same however often one asks."""


class Clock(Protocol):
    """Tells the aware UTC now."""

    def now(self) -> datetime: ...


class LeaseOver(Exception):
    """Another worker may have taken the row meanwhile: it must not be said from here."""


class Refused(Exception):
    """Slack will not take this message, now or ever."""


class Outbox:
    """One worker. Any number may work on one database: a claim is a lease, and a lease has an end."""

    def __init__(
        self, database: Database, client: AsyncWebClient, clock: Clock, *, call_seconds: float = 10.0
    ) -> None:
        """`client` must not retry by itself: a repeated post is said twice (slack_sdk's default does)."""
        self._database, self._client, self._clock = database, client, clock
        # The lease outlasts every wait of one attempt: two for its database verbs, open, look up, post.
        self.lease = timedelta(seconds=4 * call_seconds + 8)
        self._lasting = self.lease.total_seconds() - call_seconds - 2
        self._owner = f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._owed = asyncio.Event()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """Something may be due: looks at once. Callable from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._owed.set)

    async def run(self) -> None:
        """Works until `stop`."""
        while not self._stopping:
            await self._owed.wait()
            self._owed.clear()
            try:
                await self.take()
            except Exception:  # the next tick tries again, whatever it was
                log.exception("The outbox could not be read")

    async def take(self) -> None:
        """Claims what is due now and sets out to say it."""
        while not self._stopping and (room := AT_ONCE - len(self._in_hand)) > 0:
            try:
                claims = await self._database.run(
                    outbox.claim, self._owner, at=self._clock.now(), lease=self.lease, limit=room
                )
            except Busy:
                log.info("The database is busy; the outbox waits for the next tick")
                return
            if not claims:
                return
            until = self._loop.time() + self._lasting
            for claim in claims:
                task = asyncio.create_task(self._say(claim, until))
                self._in_hand.add(task)
                task.add_done_callback(self._done)
            # The lanes just used are free again after their pace: look then, not at the next tick.
            self._loop.call_later(PACE.total_seconds() + 0.002, self._owed.set)

    async def idle(self) -> None:
        """Waits until nothing is on its way."""
        while self._in_hand:
            await asyncio.wait(set(self._in_hand))

    async def stop(self, seconds: float) -> None:
        """Finishes the calls in hand, at most so long; the rest is left for the next start."""
        self._stopping = True
        self._owed.set()
        if self._in_hand:
            _, left = await asyncio.wait(set(self._in_hand), timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        if len(self._in_hand) >= AT_ONCE:
            self._owed.set()
        self._in_hand.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Its lease will end, and whoever takes the row then looks it up first.
            log.error("A message is left until its lease ends", exc_info=error)

    async def _say(self, claim: Claim, until: float) -> None:
        kind = KINDS[claim.kind]
        said = await self._database.read(kind.render, claim)
        if isinstance(said, Skip):
            await self._database.run(outbox.end, claim, "skipped", said.reason, at=self._clock.now())
            return
        if claim.expires_at <= self._clock.now() and claim.message_ts is None and not claim.uncertain:
            await self._database.run(
                outbox.end, claim, "expired", "it came too late to be of use", at=self._clock.now()
            )
            return
        try:
            channel_id, message_ts, shown = await self._deliver(claim, said, until)
        except LeaseOver:
            log.warning("Row %s was held too long and is left to others", claim.token)
        except Refused as refusal:
            await self._database.run(self._fail, claim, str(refusal), at=self._clock.now())
        except SlackApiError as error:
            await self._refused(claim, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"Slack's answer did not come ({type(error).__name__})"
            await self._again(claim, _backoff(claim), reason, uncertain=claim.message_ts is None)
        else:
            await self._database.run(
                self._sent, replace(claim, wanted=shown), channel_id, message_ts, at=self._clock.now()
            )

    async def _deliver(self, claim: Claim, said: Said, until: float) -> tuple[str, str, int]:
        """Posts or updates: the channel, the message, and the state that it shows."""
        if claim.message_ts is not None and claim.channel_id is not None:
            self._check_lease(until)
            await self._client.chat_update(channel=claim.channel_id, ts=claim.message_ts, **said)
            return claim.channel_id, claim.message_ts, claim.wanted
        channel_id = await self._channel(claim)
        if claim.uncertain and (ts := await self._look_up(claim, channel_id)):
            # It is there, as it looked then; anything wanted since is owed as an update.
            return channel_id, ts, 1
        self._check_lease(until)
        answer = await self._client.chat_postMessage(
            channel=channel_id,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"row": claim.token}},
            unfurl_links=False,
            unfurl_media=False,
            **said,
        )
        return str(answer["channel"]), str(answer["ts"]), claim.wanted

    def _check_lease(self, until: float) -> None:
        """A worker that was paused looks at its lease before it says anything."""
        if self._loop.time() > until:
            raise LeaseOver

    async def _channel(self, claim: Claim) -> str:
        """Where a row goes: its channel, or the direct messages with its member."""
        if claim.channel_id is not None:
            return claim.channel_id
        if claim.recipient_id[0] not in "UW":
            return claim.recipient_id
        answer = await self._client.conversations_open(users=claim.recipient_id)
        channel_id = str(answer["channel"]["id"])
        await self._database.run(outbox.opened, claim, channel_id)
        return channel_id

    async def _look_up(self, claim: Claim, channel_id: str) -> str | None:
        """The message in the channel that carries this row's token, if an earlier attempt was taken.

        Raises `Refused` when the channel cannot be read: what cannot be decided is reported, not repeated.
        """
        oldest = f"{(claim.tried_at - SKEW).timestamp():.6f}"
        cursor = ""
        try:
            while True:
                page = await self._client.conversations_history(
                    channel=channel_id, oldest=oldest, limit=200, include_all_metadata=True, cursor=cursor
                )
                for message in page["messages"]:
                    payload = (message.get("metadata") or {}).get("event_payload") or {}
                    if payload.get("row") == claim.token:
                        return str(message["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        except SlackApiError as error:
            if _code(error) in PERMANENT:
                raise Refused(f"undecided whether it was said: {_code(error)}") from error
            raise

    async def _refused(self, claim: Claim, error: SlackApiError) -> None:
        code = _code(error)
        if code in PERMANENT:
            log.warning("Row %s (%s) can never be said: %s", claim.token, claim.kind, code)
            await self._database.run(self._fail, claim, code, at=self._clock.now())
        elif code == "ratelimited":
            wait = timedelta(seconds=_retry_after(error))
            await self._database.run(outbox.park, claim, self._clock.now() + wait)
            await self._again(claim, wait, "Slack asked to wait", uncertain=claim.uncertain)
        else:
            unsure = code.startswith("http_5") or code in ("internal_error", "fatal_error", "request_timeout")
            await self._again(
                claim, _backoff(claim), code, uncertain=claim.uncertain or (unsure and not claim.message_ts)
            )

    async def _again(self, claim: Claim, wait: timedelta, reason: str, *, uncertain: bool) -> None:
        now = self._clock.now()
        await self._database.run(
            outbox.again, claim, due_at=now + wait, reason=reason, uncertain=uncertain, at=now
        )
        self._loop.call_later(wait.total_seconds() + 0.002, self._owed.set)

    @staticmethod
    def _sent(session: Any, claim: Claim, channel_id: str, message_ts: str, *, at: datetime) -> None:
        if outbox.sent(session, claim, channel_id, message_ts, at=at) and claim.message_ts is None:
            posted = KINDS[claim.kind].posted
            if posted is not None:
                posted(session, claim, message_ts, at)

    @staticmethod
    def _fail(session: Any, claim: Claim, reason: str, *, at: datetime) -> None:
        if outbox.end(session, claim, "failed", reason, at=at):
            failed = KINDS[claim.kind].failed
            if failed is not None:
                failed(session, claim, at)


def _code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; the HTTP status where there was none."""
    data = getattr(error.response, "data", None)
    status = int(getattr(error.response, "status_code", 0) or 0)
    if status == 429:
        return "ratelimited"
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"])
    return f"http_{status}"


def _retry_after(error: SlackApiError) -> int:
    value = str((getattr(error.response, "headers", None) or {}).get("Retry-After", ""))
    return max(1, int(value)) if value.isdecimal() else 30


def _backoff(claim: Claim) -> timedelta:
    """Twice as long after each attempt, with jitter, so that replicas do not come back together."""
    wait = min(FIRST_RETRY * 2 ** min(claim.attempts - 1, 10), LONGEST_RETRY)
    return timedelta(seconds=wait.total_seconds() * random.uniform(1.0, 1.25))
