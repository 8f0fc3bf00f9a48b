"""What the digest's rows say, and what its schedule brings."""

from datetime import date, datetime

from learning.core.schedules import Plan
from learning.digests import digest, suggestions
from learning.digests.settings import DIGEST
from learning.lunches import lunches
from learning.teaching import understudies
from learning.workspace import people
from messages.core.text import Message
from messages.digests import charts
from messages.digests import digest as render
from messages.digests import suggestions as next_steps
from scheduling.core.kind import InThread, Kind, Skip
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
    monday, part = date.fromordinal(claim.subject_id), int(claim.key.rpartition(":")[2])
    ts = digest.thread(session, claim.workspace_id, monday, claim.recipient_id)
    facts = digest.posted(session, claim.workspace_id, monday, at=claim.due_at)
    said = charts.further(facts.trend)[part : part + 1]
    return InThread(ts, said[0]) if ts and said else Skip("there was nothing more to draw")


def _refused(session: Session, claim: Claim, at: datetime) -> None:
    if claim.message_ts is None:
        monday = date.fromordinal(claim.subject_id)
        digest.refused(session, claim.workspace_id, monday, claim.recipient_id, at=at)


def _call(session: Session, claim: Claim) -> Message | Skip:
    facts = understudies.call(session, claim.subject_id)
    if claim.message_ts is None and facts.state != "asked":
        return Skip("it was answered meanwhile")
    return next_steps.call(facts)


def _hello(session: Session, claim: Claim) -> Message:
    return next_steps.hello(suggestions.pair(session, claim.subject_id))


def _again(session: Session, claim: Claim) -> Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    return next_steps.again(facts) if facts.state != "cancelled" else Skip("it was cancelled")


KINDS = {
    suggestions.POSTED: Kind(_weekly, posted=_posted, failed=_refused),
    digest.CHARTS: Kind(_charts),
    "understudies.ask": Kind(_call),
    "introductions.hello": Kind(_hello),
    "lunches.again": Kind(_again),
}
PLANS = {DIGEST.kind: Plan(digest.post, digest.missed, digest.OF_USE)}
