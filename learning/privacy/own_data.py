"""A person asks for everything that is held about them; it comes to them alone, as a file."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from learning.privacy import names, personal_data
from learning.workspace import people
from learning.workspace.people import Member
from storage.outbox import outbox


def ask(session: Session, workspace_id: str, member_id: str, *, request_key: str, at: datetime) -> None:
    """Owes someone their data; the same request again is one file."""
    people.acting(session, workspace_id, member_id)
    key = outbox.key(names.FILE, member_id, request_key)
    if not outbox.is_known(session, workspace_id, key):
        outbox.say(session, workspace_id, key, names.FILE, 0, member_id, at=at)


def collect(session: Session, workspace_id: str, member_id: str) -> tuple[Member, dict[str, Any]]:
    """Who they are, and everything that is held about them now."""
    return people.get(session, workspace_id, member_id), personal_data.collect(
        session, workspace_id, member_id
    )
