"""Seconds that nobody needs to sit through: what waits only for its channel's pace is said at once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from sandbox import Sandbox
from storage.engine.dialect import is_postgres
from storage.models.outbox import Lane, Outbox

T = TypeVar("T")
LONGEST = timedelta(seconds=5)
"""What waits for longer than that waits until the story says that time goes by."""


class Patient(Sandbox):
    """A local Slack where time goes by while a story waits for something: `pass_time` sees to it."""

    def __init__(self, *args: Any, pass_time: Callable[[], Awaitable[None]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._pass_time = pass_time

    async def until(self, predicate: Callable[[], T], timeout: float = 15.0) -> T:  # noqa: ASYNC109
        passing = asyncio.create_task(self._let_time_pass())
        try:
            return await super().until(predicate, timeout)
        finally:
            passing.cancel()
            with suppress(asyncio.CancelledError):
                await passing

    async def _let_time_pass(self) -> None:
        while True:
            await asyncio.sleep(0.02)
            await self._pass_time()


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether something is due that was not tried yet, or is on its way for the first time."""
    due = select(Outbox.id).where(
        Outbox.due_at <= at,
        or_(
            and_(Outbox.state == "waiting", Outbox.attempts == 0),
            and_(Outbox.state == "sending", Outbox.attempts == 1),
        ),
    )
    return session.scalar(due.limit(1)) is not None


def skip_pace(session: Session, *, at: datetime) -> timedelta:
    """How far (at most `LONGEST`) the clock may go on from `at` to when the next message may be said.

    Postgres paces messages by its own clock, which nobody can move: there the lanes are freed instead.
    """
    postgres = is_postgres(session)
    clock: datetime = session.scalar(select(func.clock_timestamp())) if postgres else at
    lane = and_(Lane.workspace_id == Outbox.workspace_id, Lane.recipient_id == Outbox.recipient_id)
    waiting = select(Outbox.due_at, Lane.free_at).join(Lane, lane).where(Outbox.state == "waiting")
    waits = [max(due_at - at, free_at - clock) for due_at, free_at in session.execute(waiting)]
    wait = min(waits, default=timedelta())
    if not timedelta() < wait <= LONGEST:
        return timedelta()
    if postgres:
        freed = Lane.free_at > clock, Lane.free_at <= clock + wait
        session.execute(update(Lane).where(*freed).values(free_at=clock))
    return wait
