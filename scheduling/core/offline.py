"""Offline sender: says what is owed as the outbox does, but to whatever stands in for Slack, and at once."""

from datetime import datetime
from typing import Protocol

from messages.core.text import Message
from scheduling.core import endings
from scheduling.core.kind import InThread, Later, Skip, WithFile
from scheduling.core.render import row
from storage.engine.database import Session
from storage.outbox.outbox import Claim


class Stage(Protocol):
    """Stands in for Slack: where messages are shown."""

    def show(self, claim: Claim, said: Message | InThread | WithFile, at: datetime) -> tuple[str, str] | str:
        """Shows a message, or its next state; its channel and timestamp, or why it is left out instead."""

    def take_back(self, claim: Claim) -> None:
        """Shows a message no more."""


def say(session: Session, claim: Claim, stage: Stage, *, late: bool = False, at: datetime) -> None:
    """Says one row that was claimed, and notes what became of it.

    Where time goes by in strides, what fell due in between is said even if it is too `late` by `at` (UTC).
    """
    said = row(session, claim, at=at)
    if isinstance(said, Later):
        endings.put_back(session, claim, said.until - at, said.reason, False, at=at)
    elif isinstance(said, Skip) and said.remove and claim.message_ts is not None:
        stage.take_back(claim)
        endings.removed(session, claim, said.reason, at=at)
    elif isinstance(said, Skip):
        endings.end(session, claim, "skipped", said.reason, at=at)
    elif claim.expires_at <= at and claim.message_ts is None and not late:
        endings.end(session, claim, "expired", "it came too late", at=at)
    else:
        shown = stage.show(claim, said, at)
        if isinstance(shown, str):
            endings.end(session, claim, "skipped", shown, at=at)
        else:
            endings.sent(session, claim, *shown, at=at)
