"""What the digest holds about people: who decided about its suggestions, and whom those name."""

from datetime import datetime

from sqlalchemy.orm import Session

from learning.core.sockets.privacy import ANONYMISE, TAKEN_BACK, PersonalColumn, Privacy, whole
from learning.digests import suggestions
from storage.models.digests import Suggestion


def unname(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Somebody's data is deleted: no suggestion names them, or has their words, any more."""
    suggestions.forget(session, workspace_id, member_id, instead=TAKEN_BACK)


PRIVACY = Privacy(
    columns=(PersonalColumn("suggestions_decided", Suggestion, "decided_by", ANONYMISE, age="decided_at"),),
    exports=(whole(Suggestion),),
    erase=(unname,),
)
