"""How a round goes on after its prompt: who may take part, who may lead, and what time allows for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, membership, names
from learning.circles.keys import InRound
from learning.core import hours
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.workspace import people, settings
from storage import activity_log
from storage.models.circles import Circle, Round
from storage.models.workspace import Preference
from storage.outbox import outbox

A_WHILE = timedelta(hours=2)
"""Working time for what people do at once: a first vote, naming a topic."""
DONE = "done"
"""The stage of a round whose format has nothing left to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A round somebody takes part in, locked with its circle; `joined` when they came into it by that."""

    circle: Circle
    row: Round
    joined: bool


def take_part(session: Session, workspace_id: str, member_id: str, round_id: int, *, at: datetime) -> Part:
    """Somebody does something in a round that goes on; into an open circle they come by that.

    Raises `NotAllowed` for a circle of chosen people, `Gone` for a round that is over.
    """
    circle, row = locked(session, workspace_id, round_id)
    before = membership.join(session, workspace_id, member_id, circle.id, at=at).before
    going_on(circle, row)
    return Part(circle, row, not before)


def lead(
    session: Session, workspace_id: str, member_id: str, round_id: int, *, at: datetime
) -> tuple[Circle, Round]:
    """A round that goes on, for whoever may lead it: its opener and those who facilitate; when its own
    facilitator left the company, everybody in the circle. Raises `NotAllowed`, in words that say who may.
    """
    circle, row = locked(session, workspace_id, round_id)
    member = people.acting(session, workspace_id, member_id)
    facilitator = people.get(session, workspace_id, circle.facilitator_id)
    theirs = member_id in (circle.facilitator_id, row.opener_id) or member.facilitates
    if not theirs and not (facilitator.is_gone and circles.is_in(session, circle.id, member_id)):
        opener = people.get(session, workspace_id, row.opener_id).name if row.opener_id else ""
        opens = (
            f", {opener}, who opens this round," if opener and row.opener_id != circle.facilitator_id else ""
        )
        raise NotAllowed(
            f"Only {facilitator.name or 'its facilitator'}, who facilitates this circle{opens} or another "
            "facilitator can do that."
        )
    going_on(circle, row)
    return circle, row


def locked(session: Session, workspace_id: str, round_id: int) -> tuple[Circle, Round]:
    """A round of this workspace and its circle, both locked. Raises `Gone` for what is not there."""
    found = session.get(Round, round_id)
    if found is None or found.workspace_id != workspace_id:
        raise Gone("That round isn't there any more. Type /circle list to see what there is.")
    circle = circles.get(session, workspace_id, found.circle_id)
    return circle, session.scalars(
        select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def going_on(circle: Circle, row: Round) -> None:
    """Raises `Gone` unless a round has been asked and is not over."""
    if row.state == "due":
        raise LearningError("This has only just been posted. Please press again in a moment.")
    if row.state != "posted":
        raise Gone(f"This round of “{circle.name}” is over. Type /circle list to see when the next one is.")


def present(session: Session, circle: Circle, *, at: datetime) -> tuple[str, ...]:
    """Who is in the circle and not away: neither gone from the company nor on a pause."""
    away = set(
        session.scalars(
            select(Preference.member_id).where(
                Preference.workspace_id == circle.workspace_id, Preference.paused_until > at
            )
        )
    )
    return tuple(one for one in circles.members(session, circle.id) if one not in away)


def a_while(session: Session, circle: Circle, at: datetime) -> datetime:
    """When so much working time has passed in the circle's zone, in UTC."""
    return hours.after(at, A_WHILE, circle.zone, settings.get(session, circle.workspace_id).hours)


def drawn(seed: int, what: object) -> str:
    """Where something stands in an order drawn by lot: the same for the same seed, on any machine."""
    return sha256(f"{seed}:{what}".encode()).hexdigest()


def changed(session: Session, row: Round, *, at: datetime) -> None:
    """The card shows what is true now."""
    session.flush()
    outbox.refresh(session, row.workspace_id, outbox.key(names.PROMPT, row.id), at=at)


def say(session: Session, row: Round, kind: str, which: int | None = None, *, at: datetime) -> None:
    """Owes something to the round's thread, about one of its turns or topics if there is one."""
    key = outbox.key(kind, row.id) if which is None else str(InRound(kind, row.id, which))
    outbox.say(session, row.workspace_id, key, kind, row.id, row.channel_id, at=at)


def log(
    session: Session, circle: Circle, row: Round, actor_id: str | None, verb: str, *, at: datetime
) -> None:
    """Logs what somebody did in a round, under its circle's topic."""
    activity_log.record(
        session, row.workspace_id, actor_id, verb, ("round", row.id), topic_id=circle.topic_id, at=at
    )
