"""Events: each is worked off once, however often Slack delivers it."""

import asyncio
from collections.abc import Callable
from typing import Any

from handlers.core.context import Context
from learning.core.errors import RetryLater
from storage import received

PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between looks for what is not on record yet; well within Slack's three."""


async def once(ctx: Context, event_id: str, verb: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Runs a verb for an event of this workspace; the same event delivered again changes nothing.

    What was said may overtake the record of what it belongs to: that is waited for a moment, because Slack's
    second retry comes only after a minute. Raises `RetryLater` where that was in vain.
    """
    for wait in (*PATIENCE, None):
        try:
            await ctx.database.run(
                received.once,
                ctx.workspace.id,
                event_id,
                ctx.clock.now(),
                verb,
                ctx.workspace.id,
                *args,
                **kwargs,
            )
            return
        except RetryLater:
            if wait is None:
                raise
        await asyncio.sleep(wait)
