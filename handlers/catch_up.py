"""Catching up: replies that were written while nobody listened are heard when the bot comes back."""

import asyncio
import logging
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from handlers.answers import hear
from handlers.desk import Desk
from learning import answers

log = logging.getLogger(__name__)

BACK = timedelta(days=14)
"""How old a question may be whose thread is read again."""
PAUSE_SECONDS = 1.3
"""Between two reads: conversations.replies allows 50 a minute."""


async def catch_up(desk: Desk) -> None:
    """Reads the threads of open questions from their last known reply on.

    Slack keeps what it could not deliver for about an hour; a bot that was away for longer reads it here.
    """
    since = desk.clock.now() - BACK
    awaited = await desk.database.read(answers.awaited, desk.workspace.id, since=since)
    for place, (channel_id, card, last) in enumerate(awaited):
        if place:
            await asyncio.sleep(PAUSE_SECONDS)
        try:
            await _read(desk, channel_id, card, last)
        except SlackApiError as error:
            log.warning("A thread could not be read again: %s", error.response["error"])


async def _read(desk: Desk, channel_id: str, card: str, last: str) -> None:
    cursor = ""
    while True:
        page = await desk.client.conversations_replies(
            channel=channel_id, ts=card, oldest=last, limit=200, cursor=cursor
        )
        for message in page["messages"]:
            await hear(desk, channel_id, message)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
