"""Outbox keys of what is said about badges."""

from dataclasses import dataclass

from storage.outbox.keys import OutboxKey


@dataclass(frozen=True, slots=True)
class Earned(OutboxKey):
    """Word of badges: `names` of them, with commas between."""

    member_id: str
    names: str
