"""Says what the outbox owes, once: claimed by lease, paced a channel, looked up before it is said again."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from learning.core.clock import Clock
from messages.core.text import Message
from scheduling.core import attempts, endings
from scheduling.core.attempts import Deliveries, Lease, Over
from scheduling.core.endings import LeaseOver
from scheduling.core.kind import InThread, Later, Skip, WithFile
from scheduling.core.refusals import PERMANENT, TOO_FAST, backoff, code, is_unsure, retry_after
from scheduling.core.render import row
from storage.engine.database import LOCK_SECONDS, QUEUE_SECONDS, Busy, Database, Session
from storage.outbox import claims
from storage.outbox.claims import PACE, Claim

log = logging.getLogger(__name__)

BREATH_SECONDS = 0.03
AT_ONCE = 16
"""How many messages may be on their way together."""
DATABASE_SECONDS = QUEUE_SECONDS + LOCK_SECONDS
"""The longest that one verb waits before it runs or is refused."""
Words = Message | InThread | WithFile | Skip | Later


class Outbox:
    """One worker. Any number may work on one database: a claim is a lease, and a lease has an end."""

    def __init__(
        self, database: Database, client: AsyncWebClient, clock: Clock, *, call_seconds: float = 10.0
    ) -> None:
        """`client` must not retry by itself: a repeated post is said twice (slack_sdk's default does)."""
        self._database, self._clock = database, clock
        self._deliveries = Deliveries(database, client, clock)
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

    async def say_due(self) -> None:
        """Says what is due now and may be said, and waits until that was said."""
        await self.take()
        while self._in_hand:
            await asyncio.wait(set(self._in_hand))

    async def take(self) -> None:
        """Claims what is due now and sets out to say it."""
        while not self._stopping and (room := AT_ONCE - len(self._in_hand)) > 0:
            # From before the claim: the lease itself begins in its midst.
            lease = Lease.lasting(self._lasting)
            try:
                taken = await self._database.run_behind(
                    claims.claim,
                    self._owner,
                    at=self._clock.now(),
                    lease=self.lease,
                    limit=room,
                    machine=attempts.machine_now(),
                )
            except Busy:
                log.info("The database is busy; the outbox waits for the next tick")
                return
            if not taken:
                return
            rendering = asyncio.create_task(self._database.read(_words, taken, at=self._clock.now()))
            for place, claim in enumerate(taken):
                task = asyncio.create_task(self._say(claim, rendering, place, lease))
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

    async def _say(
        self, claim: Claim, rendering: asyncio.Task[list[Words | Exception]], place: int, lease: Lease
    ) -> None:
        try:
            said = (await asyncio.shield(rendering))[place]
            if isinstance(said, Exception):
                raise said
        except Exception as error:  # one message that cannot be rendered holds up no other
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
        except Exception as error:  # whatever it was, the row is put back with what is known of it
            reason = f"Slack's answer did not come ({type(error).__name__})"
            if not isinstance(error, (aiohttp.ClientError, OSError)):
                reason = f"it went wrong here ({type(error).__name__})"
                log.exception("Row %s (%s) could not be said, or not noted", claim.token, claim.kind)
            await self._again(claim, backoff(claim.attempts), reason, uncertain=claim.message_ts is None)

    async def _deliver(self, claim: Claim, said: Words, lease: Lease) -> None:
        """Says it, or takes it back, and notes which message it became and which state it shows."""
        if isinstance(said, Later):
            wait = said.until - self._clock.now()
            await self._note(endings.put_back, claim, wait, said.reason, claim.uncertain)
            return
        if isinstance(said, Skip):
            if await self._deliveries.skip(claim, said, lease):
                await self._note(endings.removed, claim, said.reason)
            else:
                await self._note(endings.end, claim, "skipped", said.reason)
            return
        shown = await self._deliveries.say(claim, said, lease)
        await self._note(
            endings.sent, replace(claim, wanted=shown.wanted), shown.channel_id, shown.message_ts
        )
        # The lane is free again after its pace: look then, not at the next tick.
        self._look_again(PACE)

    async def _refused(self, claim: Claim, error: SlackApiError) -> None:
        word = code(error)
        if word in PERMANENT:
            log.warning("Row %s (%s) can never be said: %s", claim.token, claim.kind, word)
            await self._note(endings.end, claim, "failed", word)
        elif word in TOO_FAST:
            wait = retry_after(error)
            await self._note(claims.park, claim, wait, "Slack asked to wait")
            self._look_again(wait)
        else:
            unsure = is_unsure(word) and claim.message_ts is None
            await self._again(claim, backoff(claim.attempts), word, uncertain=claim.uncertain or unsure)

    async def _again(self, claim: Claim, wait: timedelta, reason: str, *, uncertain: bool) -> None:
        await self._note(endings.put_back, claim, wait, reason, uncertain)
        self._look_again(wait)

    async def _note(self, verb: Callable[..., None], claim: Claim, *args: Any) -> None:
        """Writes down what became of it; a busy database is asked again, because Slack has spoken.

        At once, not behind others: whoever sees the message may answer it before they have let it pass.
        """
        for last in (False, False, True):
            try:
                await self._database.run(verb, claim, *args, at=self._clock.now())
                return
            except Busy:
                if last:
                    raise


def _words(session: Session, taken: Sequence[Claim], *, at: datetime) -> list[Words | Exception]:
    """What each of them says now, or why it says nothing: one look for all that were claimed together."""
    said: list[Words | Exception] = []
    for claim in taken:
        try:
            said.append(row(session, claim, at=at))
        except Exception as error:  # noqa: BLE001 - handed to whoever says this one; the others are well
            said.append(error)
    return said
