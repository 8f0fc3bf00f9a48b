"""An outbox row in a worker's hands."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A row in the hands of one worker until its lease ends.

    `lease_owner` is of this worker and this moment alone: one that lost a row may take it again.
    """

    id: int
    workspace_id: str
    key: str
    token: str
    kind: str
    subject_id: int
    recipient_id: str
    channel_id: str | None
    message_ts: str | None
    wanted: int
    attempts: int
    uncertain: bool
    due_at: datetime
    tried_at: datetime
    expires_at: datetime
    lease_owner: str
