"""Calls in a row, at the pace that Slack's tiers allow."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

TIER_2, TIER_4 = 20, 100
"""Calls a minute, https://docs.slack.dev/apis/web-api/rate-limits."""
MINUTE = 60.0
USUAL_WAIT = 30
"""Seconds, where Slack asks to wait and does not say how long."""


class Pace:
    """At most so many calls a minute: it waits only where the next would be one too many."""

    def __init__(self, calls: int) -> None:
        self._made: deque[float] = deque(maxlen=calls)
        self._turn = asyncio.Lock()

    async def call(
        self, method: Callable[..., Awaitable[AsyncSlackResponse]], **arguments: Any
    ) -> AsyncSlackResponse:
        """Calls when it is time, and again after as long as Slack asks to wait."""
        while True:
            async with self._turn:
                await asyncio.sleep(self._wait())
                self._made.append(asyncio.get_running_loop().time())
            try:
                return await method(**arguments)
            except SlackApiError as error:
                if error.response["error"] != "ratelimited":
                    raise
                await asyncio.sleep(int(error.response.headers.get("Retry-After", USUAL_WAIT)))

    def _wait(self) -> float:
        if len(self._made) < (self._made.maxlen or 0):
            return 0.0
        return max(0.0, self._made[0] + MINUTE - asyncio.get_running_loop().time())
