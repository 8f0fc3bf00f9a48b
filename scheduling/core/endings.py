"""What is written when a message was said, put off or given up: its row, and what hangs on it."""

from datetime import datetime, timedelta

from scheduling.core.features import render_kinds
from storage.engine.database import Session
from storage.outbox import claims
from storage.outbox.claims import PACE, Claim


class LeaseOver(Exception):
    """Another worker may have taken the row meanwhile: it must not be said, or noted, from here."""


def sent(session: Session, claim: Claim, channel_id: str, message_ts: str, *, at: datetime) -> None:
    """Slack shows it. Raises `LeaseOver`, and nothing is written, when the lease was lost meanwhile."""
    # First what hangs on the message, then its row: whoever presses a button locks them in that order too.
    posted = render_kinds()[claim.kind].posted
    if claim.message_ts is None and posted is not None:
        posted(session, claim, message_ts, at)
    if not claims.sent(session, claim, channel_id, message_ts, at=at):
        raise LeaseOver("it was said, but after its lease; whoever has it now looks for it first")
    # The next one waits from when Slack took this one, which was later than when it was claimed.
    claims.close_lane(session, claim, PACE, at=at)


def put_back(
    session: Session, claim: Claim, wait: timedelta, reason: str, uncertain: bool, *, at: datetime
) -> None:
    """It is tried again after `wait`, or ends if it would no longer be of use by then."""
    state = claims.again(session, claim, due_at=at + wait, reason=reason, uncertain=uncertain, at=at)
    _follow(session, claim, state, at)


def end(session: Session, claim: Claim, state: str, reason: str, *, at: datetime) -> None:
    """It ends unsaid, as skipped, expired or failed."""
    _follow(session, claim, claims.end(session, claim, state, reason, at=at), at)


def removed(session: Session, claim: Claim, reason: str, *, at: datetime) -> None:
    """It was said, and is taken back."""
    claims.removed(session, claim, reason, at=at)


def _follow(session: Session, claim: Claim, state: str | None, at: datetime) -> None:
    """What follows when a message will not be said although it was worth saying."""
    kind = render_kinds().get(claim.kind)
    failed = kind.failed if kind else None
    if failed is not None and state in ("expired", "failed"):
        failed(session, claim, at)
