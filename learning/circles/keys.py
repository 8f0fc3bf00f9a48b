"""Outbox keys of what is said in the threads of rounds."""

from dataclasses import dataclass

from storage.outbox.keys import OutboxKey


@dataclass(frozen=True, slots=True)
class InRound(OutboxKey):
    """A message in a round's thread about one of its turns, by its place, or topics, by its number."""

    round_id: int
    which: int
