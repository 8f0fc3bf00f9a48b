"""What stands in Slack once everything that is owed was said, without Slack: kept by the row that said it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduling.core import endings
from scheduling.core.render import InThread, Later, Skip, WithFile, row
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
                self._say(session, claim, at)
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

    def _say(self, session: Session, claim: Claim, at: datetime) -> None:
        said = row(session, claim, at=at)
        if isinstance(said, Later):
            endings.put_back(session, claim, said.until - at, said.reason, uncertain=False, at=at)
        elif isinstance(said, Skip) and said.remove and claim.message_ts:
            del self.shown[claim.id]
            endings.removed(session, claim, said.reason, at=at)
        elif isinstance(said, Skip):
            endings.end(session, claim, "skipped", said.reason, at=at)
        elif claim.expires_at <= at and claim.message_ts is None:
            endings.end(session, claim, "expired", "it came too late", at=at)
        else:
            if not (isinstance(said, WithFile) and claim.id in self.shown):
                self.shown[claim.id] = Shown(claim.kind, claim.recipient_id, _text(said))
            where = claim.recipient_id if claim.recipient_id[0] == "C" else f"D{claim.id}"
            ts = claim.message_ts or f"{int(at.timestamp())}.{claim.id:06}"
            endings.sent(session, claim, where, ts, at=at)


def _text(said: object) -> str:
    if isinstance(said, InThread):
        said = said.said
    if isinstance(said, WithFile):
        return f"{said.title} {said.content.decode()} {said.comment}"
    return json.dumps(said, ensure_ascii=False)
