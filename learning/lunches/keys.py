"""Outbox keys of what is said about lunches."""

from dataclasses import dataclass

from storage.outbox.keys import OutboxKey


@dataclass(frozen=True, slots=True)
class Stuck(OutboxKey):
    """Word to a host that a channel does not show the card."""

    lunch_id: int
    channel_id: str


@dataclass(frozen=True, slots=True)
class ToMember(OutboxKey):
    """What a host or guest hears of a lunch.

    `which` makes it another message than one before: when the lunch starts (seconds since 1970), the number
    of the change that it tells of, or of the offer.
    """

    lunch_id: int
    which: int
    member_id: str
