"""Limits: those that Slack documents, as data, and the rate limits that are kept with them."""

import json
import math
from collections import deque
from pathlib import Path
from typing import Any

LIMITS: dict[str, Any] = json.loads((Path(__file__).parent / "limits.json").read_text("utf-8"))
MINUTE = 60.0


class Limits:
    """The limits that this workspace enforces; every number may be changed by a test."""

    def __init__(self) -> None:
        self.enforced = True
        self.acknowledge_seconds: float = LIMITS["acknowledge_seconds"]
        self.trigger_seconds: float = LIMITS["trigger_seconds"]
        self.retry_delays: list[float] = list(LIMITS["retry_delays"])
        self.connections: int = LIMITS["connections"]
        self.ping_seconds: float = LIMITS["ping_seconds"]
        self.refresh_grace_seconds: float = LIMITS["refresh_grace_seconds"]
        self.response_url_uses: int = LIMITS["response_url"]["uses"]
        self.response_url_seconds: float = LIMITS["response_url"]["seconds"]
        self.calls_a_minute: dict[str, int] = dict(LIMITS["calls_a_minute"])
        self.post_interval: float = LIMITS["post"]["interval"]
        self.post_tolerance: float = LIMITS["post"]["tolerance"]
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, float] = {}

    def wait(self, method: str, tier: str, now: float) -> int:
        """Whole seconds this call has to wait by its method's tier; 0 lets it through and counts it."""
        if not self.enforced:
            return 0
        calls = self._calls.get(method)
        if calls is None:
            calls = self._calls[method] = deque()
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= self.calls_a_minute[tier]:
            return max(1, math.ceil(calls[0] + MINUTE - now))
        calls.append(now)
        return 0

    def wait_to_post(self, channel: str, now: float) -> int:
        """Whole seconds before another message may go to this channel; 0 lets it through and counts it."""
        if not self.enforced:
            return 0
        left = self._posts.get(channel, -MINUTE) + self.post_interval - self.post_tolerance - now
        if left > 0:
            return max(1, math.ceil(left))
        self._posts[channel] = now
        return 0
