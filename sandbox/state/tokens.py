"""Things that may be used so often and so long: trigger ids and response URLs."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.errors import SlackError

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox
    from sandbox.state.records import Message

_TRIGGER = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for one person, for a moment."""

    user: str
    until: float
    from_modal: bool
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer one interaction a few times."""

    channel: str
    user: str
    until: float
    uses_left: int
    source: "Message | None" = None


class Tokens:
    """All that were given out and are still of use."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._count = 0

    def trigger(self, user: str, from_modal: bool = False) -> str:
        """A new trigger id."""
        now = self._sandbox.seconds()
        while self._triggers:
            oldest = next(iter(self._triggers))
            if self._triggers[oldest].until > now - self._sandbox.limits.trigger_seconds * 10:
                break
            del self._triggers[oldest]
        self._count += 1
        trigger_id = f"{7_000_000_000 + self._count}.{1_330_000_000}.{self._count * 2654435761 % 2**64:032x}"
        self._triggers[trigger_id] = Trigger(user, now + self._sandbox.limits.trigger_seconds, from_modal)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Spends a trigger id, or raises as Slack refuses it."""
        if not _TRIGGER.fullmatch(trigger_id):
            raise SlackError("invalid_trigger_id")
        trigger = self._triggers.get(trigger_id)
        if trigger is not None and trigger.used:
            raise SlackError("exchanged_trigger_id")
        if trigger is None or self._sandbox.seconds() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, channel: str, user: str, source: "Message | None" = None) -> str:
        """A new address to answer at."""
        limits, now = self._sandbox.limits, self._sandbox.seconds()
        while self._urls:
            oldest = next(iter(self._urls))
            if self._urls[oldest].until > now - limits.response_url_seconds:
                break
            del self._urls[oldest]
        self._count += 1
        key = f"{self._count}/{self._sandbox.secret('url')}"
        self._urls[key] = ResponseUrl(
            channel, user, now + limits.response_url_seconds, limits.response_url_uses, source
        )
        return f"{self._sandbox.page_url}response/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Uses a response URL once, or raises as Slack refuses it."""
        found = self._urls.get(key)
        if found is None or self._sandbox.seconds() > found.until:
            raise SlackError("expired_url")
        if found.uses_left <= 0:
            raise SlackError("used_url")
        found.uses_left -= 1
        return found
