"""What each row of the outbox says: as its kind renders it, when and how its reader wants to hear it."""

from dataclasses import replace
from datetime import datetime

from learning.workspace import people, preferences
from messages.core import dates
from messages.core.text import Message
from scheduling.core.features import render_kinds
from scheduling.core.kind import InThread, Later, Skip, WithFile
from storage.engine.database import Session
from storage.outbox.outbox import Claim
from storage.outbox.recipients import is_person


def row(session: Session, claim: Claim, *, at: datetime) -> Message | InThread | WithFile | Skip | Later:
    """What a row says now (UTC), or that it waits or is left out because its reader wants it so.

    Who is written to alone has dates in their own words.
    Who keeps quiet hours gets a message that would be of no use afterwards all the same; a pause is a pause.
    """
    kind = render_kinds()[claim.kind]
    if claim.message_ts is None and is_person(claim.recipient_id) and not kind.at_once:
        chosen = preferences.get(session, claim.workspace_id, claim.recipient_id)
        if kind.reminder and not chosen.reminders:
            return Skip("they want no reminders")
        paused = max(at, chosen.paused_until or at)
        if at < paused and claim.expires_at <= paused:
            return Skip("they paused everything until it would be of no use")
        opens = preferences.opens_at(
            chosen, people.get(session, claim.workspace_id, claim.recipient_id).zone, at
        )
        # Quiet hours that would make it useless do not hold it up; they are looked at again after a pause.
        until = opens if opens < claim.expires_at else paused
        if at < until:
            return Later(until, "they want quiet until then")
    said = kind.render(session, claim)
    if not is_person(claim.recipient_id) or isinstance(said, Skip | InThread):
        return said
    reader = people.get(session, claim.workspace_id, claim.recipient_id)
    if isinstance(said, WithFile):
        return replace(said, comment=dates.localised(said.comment, reader))
    return dates.localised(said, reader)
