"""What the digest's rows say."""

from datetime import date, datetime

from learning.digests import digest, names
from learning.digests.keys import Charts
from learning.workspace import people
from messages.core.text import Message
from messages.digests import charts
from messages.digests import digest as render
from scheduling.core.kind import InThread, Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim


def _weekly(session: Session, claim: Claim) -> Message:
    monday = date.fromordinal(claim.subject_id)
    facts = digest.posted(session, claim.workspace_id, monday, at=claim.due_at)
    # In a channel, whose id is nobody's, the days favour no language.
    return render.weekly(facts, people.get(session, claim.workspace_id, claim.recipient_id).locale)


def _posted(session: Session, claim: Claim, message_ts: str, at: datetime) -> None:
    """What the digest has no room for goes into its thread."""
    monday = date.fromordinal(claim.subject_id)
    for part in range(charts.PARTS):
        digest.owe_charts(session, claim.workspace_id, monday, claim.recipient_id, part, at=at)


def _charts(session: Session, claim: Claim) -> InThread | Skip:
    monday, part = date.fromordinal(claim.subject_id), Charts.read(claim.key).part
    ts = digest.thread(session, claim.workspace_id, monday, claim.recipient_id)
    facts = digest.posted(session, claim.workspace_id, monday, at=claim.due_at)
    said = charts.further(facts.trend)[part : part + 1]
    return InThread(ts, said[0]) if ts and said else Skip("there was nothing more to draw")


def _refused(session: Session, claim: Claim, at: datetime) -> None:
    if claim.message_ts is None:
        monday = date.fromordinal(claim.subject_id)
        digest.refused(session, claim.workspace_id, monday, claim.recipient_id, at=at)


FEATURE = Feature(
    render={
        names.WEEKLY: Kind(_weekly, posted=_posted, failed=_refused),
        names.CHARTS: Kind(_charts),
    }
)
