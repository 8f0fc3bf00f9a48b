"""What rows about questions say, and about those who are asked to help with one."""

from datetime import datetime

from learning.questions import acceptance, answers, drafts, experts, names, questions
from learning.questions.keys import Check
from learning.workspace import channels
from messages.core.text import Message
from messages.questions import experts as expert_render
from messages.questions import questions as render
from scheduling.core.kind import InThread, Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim
from storage.outbox.recipients import is_nobody


def _card(session: Session, claim: Claim) -> Message | Skip:
    facts = questions.card(session, claim.subject_id)
    return Skip("the question was removed", remove=True) if facts.state == "removed" else render.card(facts)


def _card_posted(session: Session, claim: Claim, message_ts: str, at: datetime) -> None:
    questions.posted(session, claim.subject_id, message_ts, at=at)


def _card_failed(session: Session, claim: Claim, at: datetime) -> None:
    if claim.message_ts is None:
        questions.unposted(session, claim.subject_id, at=at)


def _check(session: Session, claim: Claim) -> Message | Skip:
    facts = answers.check(session, claim.subject_id, Check.read(claim.key).round_number)
    if claim.message_ts is None and (facts.state != "open" or facts.stale):
        return Skip("the asker decided before being asked")
    return render.check(facts) or Skip("the replies were deleted", remove=True)


def _accepted(session: Session, claim: Claim) -> Message | Skip:
    facts = acceptance.accepted(session, claim.subject_id)
    if facts is None:
        return Skip("the acceptance was taken back", remove=True)
    return render.accepted(facts, claim.recipient_id)


def _thanks(session: Session, claim: Claim) -> Message | Skip:
    known = drafts.deflected(session, claim.subject_id)
    return render.thanks(known) if known else Skip("it was asked anyway", remove=True)


def _stuck(session: Session, claim: Claim) -> Message | Skip:
    facts, outcome = questions.stuck(session, claim.subject_id)
    if outcome.link is None:
        return render.stuck(facts, outcome.channel_id)
    return render.asked(outcome) if claim.message_ts else Skip("it was posted meanwhile")


def _expert(session: Session, claim: Claim) -> InThread | Skip:
    facts = experts.asked(session, claim.subject_id)
    if not facts.needed or facts.thread_ts is None:
        return Skip("somebody replied, or they passed", remove=facts.passed or is_nobody(facts.member_id))
    return InThread(facts.thread_ts, expert_render.ask(facts))


def _waiting(session: Session, claim: Claim) -> Message | Skip:
    facts, outcome = questions.stuck(session, claim.subject_id)
    if facts.state == "removed":
        return Skip("the question was removed", remove=True)
    if claim.message_ts is None and (facts.state != "open" or facts.answers):
        return Skip("somebody replied meanwhile")
    room = channels.get(session, claim.workspace_id, outcome.channel_id)
    return expert_render.waiting(facts, outcome.link or "", private=room is None or room.is_private)


FEATURE = Feature(
    render={
        names.CARD: Kind(_card, posted=_card_posted, failed=_card_failed),
        names.CHECK: Kind(_check),
        names.ACCEPTED: Kind(_accepted),
        names.THANKS: Kind(_thanks),
        names.STUCK: Kind(_stuck),
        names.EXPERT: Kind(_expert),
        names.WAITING: Kind(_waiting),
    }
)
