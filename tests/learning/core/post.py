"""What stands in Slack once everything that is owed was said, without Slack: kept by the row that said it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduling.core import offline
from scheduling.core.kind import InThread, WithFile
from storage.models.outbox import Outbox
from storage.outbox.outbox import OWED, Claim


@dataclass(frozen=True)
class Shown:
    """A message as it was said last: its kind, who reads it, and all of its words and buttons."""

    kind: str
    reader: str
    words: str


@dataclass
class Post:
    """Says what is owed, one row after the other; `shown` is what stands there by now."""

    shown: dict[int, Shown] = field(default_factory=dict)

    def deliver(self, session: Session, at: datetime) -> None:
        """Says all that is due by then, and what comes of it."""
        while taken := self._take(session, at):
            for claim in taken:
                offline.say(session, claim, self, at=at)
                session.commit()
                session.expire_all()

    def _take(self, session: Session, at: datetime) -> list[Claim]:
        rows = session.execute(
            select(Outbox.__table__)
            .where(Outbox.state.in_(OWED), Outbox.due_at <= at)
            .order_by(Outbox.due_at, Outbox.id)
        ).all()
        session.execute(
            update(Outbox)
            .where(Outbox.id.in_([row.id for row in rows]))
            .values(state="sending", lease_owner="post", lease_until=at + timedelta(minutes=1))
        )
        names = [name for name in Claim.__dataclass_fields__ if name not in ("tried_at", "lease_owner")]
        return [
            Claim(**{name: getattr(row, name) for name in names}, tried_at=at, lease_owner="post")
            for row in rows
        ]

    def show(self, claim: Claim, said: object, at: datetime) -> tuple[str, str]:
        if not (isinstance(said, WithFile) and claim.id in self.shown):
            self.shown[claim.id] = Shown(claim.kind, claim.recipient_id, _text(said))
        where = claim.recipient_id if claim.recipient_id[0] == "C" else f"D{claim.id}"
        return where, claim.message_ts or f"{int(at.timestamp())}.{claim.id:06}"

    def take_back(self, claim: Claim) -> None:
        del self.shown[claim.id]


def _text(said: object) -> str:
    if isinstance(said, InThread):
        said = said.said
    if isinstance(said, WithFile):
        return f"{said.title} {said.content.decode()} {said.comment}"
    return json.dumps(said, ensure_ascii=False)
