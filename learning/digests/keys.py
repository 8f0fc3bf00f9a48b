"""Outbox keys of the digest."""

from dataclasses import dataclass

from storage.outbox.keys import OutboxKey


@dataclass(frozen=True, slots=True)
class Charts(OutboxKey):
    """A message in a digest's thread: `monday` is its week's, as an ISO date, `part` counts from 0."""

    monday: str
    recipient_id: str
    part: int
