"""What rows about people and their roles say."""

from learning.workspace import names, roles
from messages.core.text import Message
from messages.workspace import roles as render
from scheduling.core.kind import Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim


def _role(session: Session, claim: Claim) -> Message | Skip:
    facts = roles.news(session, claim.subject_id, claim.workspace_id)
    if claim.message_ts is None and not facts.stands:
        return Skip("their role has changed again")
    return render.news(facts)


FEATURE = Feature(
    render={
        names.ROLE: Kind(_role),
    }
)
