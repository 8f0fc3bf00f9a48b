"""Tokens that may be used so often and so long: trigger ids, response URLs and Socket Mode tickets."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import SlackError
from sandbox.limits import Limits
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
    source: Message | None = None


def secret(kind: str) -> str:
    """A random string that cannot be guessed."""
    return f"{kind}-{secrets.token_hex(12)}"


class Tokens:
    """The store of all tokens that were given out and are still of use."""

    def __init__(self, limits: Limits, seconds: Callable[[], float]) -> None:
        self._limits = limits
        self._seconds = seconds
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._count = 0
        self.tickets: dict[str, bool] = {}
        """Tickets that open a Socket Mode connection once, and whether they work when others are refused."""

    def trigger(self, user: str, from_modal: bool = False) -> str:
        """A new trigger id."""
        now = self._seconds()
        _forget_old(self._triggers, now - self._limits.trigger_seconds * 10)
        self._count += 1
        trigger_id = f"{7_000_000_000 + self._count}.{1_330_000_000}.{self._count * 2654435761 % 2**64:032x}"
        self._triggers[trigger_id] = Trigger(user, now + self._limits.trigger_seconds, from_modal)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Spends a trigger id, or raises as Slack refuses it."""
        if not _TRIGGER.fullmatch(trigger_id):
            raise SlackError("invalid_trigger_id")
        trigger = self._triggers.get(trigger_id)
        if trigger is not None and trigger.used:
            raise SlackError("exchanged_trigger_id")
        if trigger is None or self._seconds() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_key(self, channel: str, user: str, source: Message | None = None) -> str:
        """The key of a new response URL."""
        limits, now = self._limits, self._seconds()
        _forget_old(self._urls, now - limits.response_url_seconds)
        self._count += 1
        key = f"{self._count}/{secret('url')}"
        until = now + limits.response_url_seconds
        self._urls[key] = ResponseUrl(channel, user, until, limits.response_url_uses, source)
        return key

    def use(self, key: str) -> ResponseUrl:
        """Uses a response URL once, or raises as Slack refuses it."""
        found = self._urls.get(key)
        if found is None or self._seconds() > found.until:
            raise SlackError("expired_url")
        if found.uses_left <= 0:
            raise SlackError("used_url")
        found.uses_left -= 1
        return found

    def ticket(self) -> str:
        """A new ticket for one Socket Mode connection."""
        ticket = secret("ticket")
        self.tickets[ticket] = True
        return ticket


def _forget_old(tokens: dict[str, Trigger] | dict[str, ResponseUrl], before: float) -> None:
    """Drops what ended before that second, oldest first."""
    while tokens:
        oldest = next(iter(tokens))
        if tokens[oldest].until > before:
            break
        del tokens[oldest]
