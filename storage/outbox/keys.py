"""Outbox keys: what makes a message one of its own, so that owing it again is owing its next state."""

from dataclasses import dataclass, fields
from typing import Any, Self


def key(kind: str, *parts: object) -> str:
    """The key of a message that nobody reads back: what it begins with, mostly its kind, and its parts."""
    return ":".join((kind, *map(str, parts)))


@dataclass(frozen=True, slots=True)
class OutboxKey:
    """The key of a message whose parts are read back.

    A kind's own class adds them as fields, text or whole numbers, in the order in which they are written.
    Only the last may have a colon in it.
    """

    kind: str

    def __str__(self) -> str:
        return key(*(getattr(self, field.name) for field in fields(self)))

    @classmethod
    def read(cls, written: str) -> Self:
        """The parts of a key that was written by this class; raises `ValueError` for one that was not."""
        types = [field.type for field in fields(cls)]
        parts = written.split(":", len(types) - 1)
        values: list[Any] = [
            int(part) if kind is int else part for kind, part in zip(types, parts, strict=True)
        ]
        return cls(*values)
