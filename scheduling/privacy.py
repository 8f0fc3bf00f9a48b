"""The file with a person's own data."""

from learning.privacy import names, own_data
from messages.privacy import privacy as render
from scheduling.core.kind import Kind, WithFile
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim


def _file(session: Session, claim: Claim) -> WithFile:
    member, held = own_data.collect(session, claim.workspace_id, claim.recipient_id)
    content = render.content(held, member.name, claim.tried_at)
    return WithFile(f"teachback-{claim.token[:8]}.json", "Everything about you", content, render.comment())


FEATURE = Feature(render={names.FILE: Kind(_file, at_once=True)})
