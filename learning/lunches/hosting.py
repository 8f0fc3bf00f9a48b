"""What a host does with a lunch: cancel it, close its sign-ups, write to those who come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.core import words
from learning.core.errors import LearningError
from learning.lunches import announcements, invitations, lunches, names, occurrences
from learning.lunches.lunches import Card
from learning.lunches.occurrences import THIS, Edited
from storage.engine.compiled import insert_key
from storage.models.lunches import LunchNote
from storage.outbox import outbox

LONGEST_NOTE, LONGEST_WHY = 2000, 500


@dataclass(frozen=True, slots=True)
class Note:
    """What a host wrote to those with a seat."""

    card: Card
    author_id: str
    text: str


def form(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Card:
    """A lunch as its host wants to change it; raises `NotAllowed` for others, `Gone` when it has begun."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    return lunches.card(session, lunch.id)


def owned(session: Session, workspace_id: str, member_id: str, lunch_id: int) -> Card:
    """A lunch for whoever may decide about it, whatever became of it."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    return lunches.card(session, lunch.id)


def cancel(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    why: str,
    *,
    scope: str = THIS,
    at: datetime,
) -> Edited:
    """Cancels a sitting, or it and all to come, and says why; raises `LearningError` at `why` without it."""
    why = words.clean(why)
    if not why:
        raise LearningError("Why is it cancelled? A few words help those who wanted to come.", field="why")
    if len(why) > LONGEST_WHY:
        raise LearningError(
            f"That is {len(why):,} characters; there is room for {LONGEST_WHY:,}.", field="why"
        )
    occurrences.lock(session, workspace_id, lunch_id, scope)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    found = occurrences.in_scope(session, lunch, scope, at=at)
    for occurrence in found:
        occurrences.call_off(session, occurrence, why, by=member_id, at=at)
    return Edited(lunches.card(session, lunch.id), len(found))


def close(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, closed: bool, at: datetime
) -> Card:
    """Closes sign-ups, or opens them again; those in line keep their places and still get freed seats."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    if lunch.closed != closed:
        lunch.closed = closed
        session.flush()
        lunches.log(session, lunch, member_id, names.Verbs.CLOSED if closed else names.Verbs.OPENED, at=at)
        announcements.changed(session, lunch, at=at)
    return lunches.card(session, lunch.id)


def write(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    text: str,
    *,
    request_key: str,
    at: datetime,
) -> int:
    """Writes to everyone with a seat, each privately; returns how many they are. The same request is one."""
    text = words.clean(text)
    if not text:
        raise LearningError("What would you like to tell them? Write something first.", field="note")
    if len(text) > LONGEST_NOTE:
        raise LearningError(
            f"That is {len(text):,} characters; there is room for {LONGEST_NOTE:,}.", field="note"
        )
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    readers = [reader for reader in invitations.guests(session, lunch.id, "going") if reader != member_id]
    if not readers:
        raise LearningError("Nobody has signed up yet, so there is nobody to write to.", field="note")
    number = insert_key(
        session,
        LunchNote,
        workspace_id=workspace_id,
        lunch_id=lunch.id,
        author_id=member_id,
        request_key=request_key,
        text=text,
        at=at,
    )
    if number is not None:
        lunches.log(session, lunch, member_id, names.Verbs.WROTE, at=at)
        for reader in readers:
            key = outbox.key(names.NOTE, number, reader)
            outbox.say(session, workspace_id, key, names.NOTE, int(number), reader, at=at)
    return len(readers)


def note(session: Session, note_id: int) -> Note:
    """What a host wrote, and about which lunch."""
    row = session.get_one(LunchNote, note_id)
    return Note(lunches.card(session, row.lunch_id), row.author_id, row.text)
