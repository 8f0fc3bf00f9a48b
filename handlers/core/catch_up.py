"""Catching up: replies that were written while nobody listened are heard when the bot comes back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Iterable
from datetime import timedelta
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from handlers.core.context import Context
from handlers.core.threads import hear
from learning.core import threads
from learning.core.sockets.threads import Awaited
from learning.workspace import channels

log = logging.getLogger(__name__)

T = TypeVar("T")

BACK = timedelta(days=14)
"""How old may be what waits for ever and whose thread is read again."""
PAUSE_SECONDS = 1.3
"""Between two reads: Slack allows 50 of each kind a minute."""


async def catch_up(ctx: Context) -> None:
    """Learns what changed while nobody listened: channels made private, replies in threads.

    Slack tries three times within minutes to deliver an event; a bot that was away for longer reads here.
    """
    known = await ctx.database.read(channels.known, ctx.workspace.id)
    async for channel_id in _paced(known):
        await _tried(ctx.channels.ask(channel_id), f"Channel {channel_id}")
    since = ctx.clock.now() - BACK
    awaited = await ctx.database.read(threads.awaited, ctx.workspace.id, since=since)
    async for one in _paced(awaited):
        await _tried(_read(ctx, one), f"The thread of {one.message_ts} in {one.channel_id}")


async def _paced(things: Iterable[T]) -> AsyncIterator[T]:
    """Each of them, with Slack's pace between."""
    for place, thing in enumerate(things):
        if place:
            await asyncio.sleep(PAUSE_SECONDS)
        yield thing


async def _tried(work: Awaitable[object], what: str) -> None:
    """One that cannot be read does not keep the rest from being read."""
    try:
        await work
    except SlackApiError as error:
        log.warning("%s could not be read: %s", what, error.response["error"])


async def _read(ctx: Context, awaited: Awaited) -> None:
    cursor = ""
    while True:
        page = await ctx.client.conversations_replies(
            channel=awaited.channel_id,
            ts=awaited.message_ts,
            oldest=awaited.last_ts,
            limit=200,
            cursor=cursor,
        )
        for message in page["messages"]:
            await hear(ctx, awaited.channel_id, message)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
