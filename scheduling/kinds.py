"""What each kind of outbox row says: facts from the heart, words from the voice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from learning import acceptance, answers, drafts, questions
from messages import questions as voice
from messages.text import Said
from storage.engine import Session
from storage.outbox import Claim


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is worth saying any more, for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is rendered, and what follows when it is posted or can never be."""

    render: Callable[[Session, Claim], Said | Skip]
    posted: Callable[[Session, Claim, str, datetime], None] | None = None
    failed: Callable[[Session, Claim, datetime], None] | None = None


def _card(session: Session, claim: Claim) -> Said | Skip:
    facts = questions.card(session, claim.subject_id)
    return Skip("the question was removed") if facts.state == "removed" else voice.card(facts)


def _card_posted(session: Session, claim: Claim, message_ts: str, at: datetime) -> None:
    questions.posted(session, claim.subject_id, message_ts, at=at)


def _card_failed(session: Session, claim: Claim, at: datetime) -> None:
    if claim.message_ts is None:
        questions.unposted(session, claim.subject_id, at=at)


def _check(session: Session, claim: Claim) -> Said | Skip:
    facts = answers.check(session, claim.subject_id, int(claim.key.rpartition(":")[2]))
    if claim.message_ts is None and (facts.state != "open" or facts.stale):
        return Skip("the asker decided before being asked")
    return voice.check(facts) or Skip("the replies were deleted")


def _accepted(session: Session, claim: Claim) -> Said | Skip:
    facts = acceptance.accepted(session, claim.subject_id)
    return voice.accepted(facts, claim.recipient_id) if facts else Skip("the acceptance was taken back")


def _thanks(session: Session, claim: Claim) -> Said | Skip:
    known = drafts.deflected(session, claim.subject_id)
    return voice.thanks(known) if known else Skip("it was asked anyway")


def _stuck(session: Session, claim: Claim) -> Said | Skip:
    facts, outcome = questions.stuck(session, claim.subject_id)
    if outcome.link is None:
        return voice.stuck(facts, outcome.channel_id)
    return voice.asked(outcome) if claim.message_ts else Skip("it was posted meanwhile")


KINDS = {
    "questions.card": Kind(_card, posted=_card_posted, failed=_card_failed),
    "questions.check": Kind(_check),
    "questions.accepted": Kind(_accepted),
    "questions.thanks": Kind(_thanks),
    "questions.stuck": Kind(_stuck),
}
