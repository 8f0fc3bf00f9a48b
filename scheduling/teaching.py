"""What rows about teaching say."""

from learning.teaching import introductions, names, understudies
from messages.core.text import Message
from messages.teaching import introductions as introduction_render
from messages.teaching import understudies as render
from scheduling.core.kind import Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim


def _call(session: Session, claim: Claim) -> Message | Skip:
    facts = understudies.call(session, claim.subject_id)
    if claim.message_ts is None and facts.state != "asked":
        return Skip("it was answered meanwhile")
    return render.call(facts)


def _hello(session: Session, claim: Claim) -> Message:
    return introduction_render.hello(introductions.pair(session, claim.subject_id))


FEATURE = Feature(
    render={
        names.UNDERSTUDY: Kind(_call),
        names.HELLO: Kind(_hello),
    }
)
