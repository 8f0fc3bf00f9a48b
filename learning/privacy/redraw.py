"""Which messages name somebody or hold their words, in channels and to others: shown anew when they go."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.core.features import message_kinds
from learning.core.sockets.messages import Subjects
from learning.core.whose import Whose
from storage.models.outbox import Outbox


def keys(session: Session, workspace_id: str, member_id: str) -> list[str]:
    """The outbox keys of what others read of somebody, newest first; also of what is being said just now.

    What was said to themselves is not in it: it stays with them.
    """
    whose = Whose(session, workspace_id, member_id)
    kinds: dict[Subjects, list[str]] = {}
    for kind in message_kinds().values():
        if not isinstance(kind.names, str):
            kinds.setdefault(kind.names, []).append(kind.name)
    found: list[tuple[int, str]] = []
    for names, named in kinds.items():
        rows = session.execute(
            select(Outbox.id, Outbox.key).where(
                Outbox.workspace_id == workspace_id,
                Outbox.kind.in_(named),
                Outbox.subject_id.in_(names(whose)),
                Outbox.recipient_id != member_id,
                or_(Outbox.message_ts.is_not(None), Outbox.state == "sending"),
            )
        )
        found += [(number, key) for number, key in rows]
    return [key for _, key in sorted(found, reverse=True)]
