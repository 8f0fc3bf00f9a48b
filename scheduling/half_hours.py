"""What rows about half hours say."""

from learning.half_hours import half_hours, names, teacher_requests
from messages.core.text import Message
from messages.half_hours import half_hours as render
from scheduling.core.kind import Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim


def _request(session: Session, claim: Claim) -> Message | Skip:
    facts = half_hours.meeting(session, claim.subject_id)
    waiting = teacher_requests.is_waiting(session, facts.half_hour_id, claim.recipient_id)
    if claim.message_ts is None and not waiting:
        return Skip("it was answered meanwhile")
    return render.request(facts, claim.recipient_id, waiting)


def _together(session: Session, claim: Claim) -> Message | Skip:
    return render.together(half_hours.meeting(session, claim.subject_id))


def _none_left(session: Session, claim: Claim) -> Message | Skip:
    return render.none_left(half_hours.meeting(session, claim.subject_id))


def _met(session: Session, claim: Claim) -> Message | Skip:
    return render.met(half_hours.meeting(session, claim.subject_id), claim.recipient_id)


FEATURE = Feature(
    render={
        names.REQUEST: Kind(_request),
        names.TOGETHER: Kind(_together),
        names.NONE_LEFT: Kind(_none_left),
        names.MET: Kind(_met),
    }
)
