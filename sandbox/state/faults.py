"""Faults that can be asked for: refusals, server errors, dropped connections and silence."""

import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

KINDS = ("ratelimited", "server_error", "drop_after", "drop_before", "timeout", "timeout_before")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that a call is to meet."""

    kind: str
    retry_after: int = 1

    @property
    def takes_effect(self) -> bool:
        """Whether Slack does what was asked before it fails."""
        return self.kind in ("drop_after", "timeout")

    @property
    def is_mute(self) -> bool:
        """Whether nothing at all comes back."""
        return self.kind.startswith(("drop", "timeout"))


class Faults:
    """The plan of which calls are to fail, and how."""

    def __init__(self) -> None:
        self._queued: dict[str, deque[Fault]] = {}
        self._share = 0.0
        self._kinds: tuple[str, ...] = ()
        self._methods: frozenset[str] | None = None
        self._random = random.Random(1)

    def next(self, method: str, kind: str, times: int = 1, retry_after: int = 1) -> None:
        """Lets the next calls of a method (or `response_url`) fail; `fatal:code` answers with that error."""
        _known(kind)
        self._queued.setdefault(method, deque()).extend([Fault(kind, retry_after)] * times)

    def rate(
        self,
        share: float,
        kinds: Iterable[str] = ("ratelimited", "server_error", "drop_after"),
        methods: Iterable[str] | None = None,
        seed: int = 1,
    ) -> None:
        """Lets a share of all calls (or of these methods') fail, the same ones for the same seed."""
        self._kinds = tuple(map(_known, kinds))
        self._share, self._random = share, random.Random(seed)
        self._methods = None if methods is None else frozenset(methods)

    def clear(self) -> None:
        """No more faults."""
        self._queued.clear()
        self._share = 0.0

    def pick(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        queued = self._queued.get(method)
        if queued:
            return queued.popleft()
        if not self._share or (self._methods is not None and method not in self._methods):
            return None
        if self._random.random() >= self._share:
            return None
        return Fault(self._random.choice(self._kinds))


def _known(kind: str) -> str:
    if kind not in KINDS and not kind.startswith("fatal:"):
        raise ValueError(f"no such fault: {kind}")
    return kind
