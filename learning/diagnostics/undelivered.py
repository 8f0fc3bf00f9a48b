"""Why something did not go out: what was owed and not said, what it was about, and the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from learning.digests import digest
from storage.models.circles import Circle, Round
from storage.models.half_hours import HalfHour
from storage.models.lunches import Lunch, LunchNote
from storage.models.outbox import Outbox
from storage.models.questions import Question
from storage.models.teaching import Request
from storage.models.workspace import Channel, Member, Topic
from storage.outbox import undelivered

SHOWN = timedelta(days=14)
LOOKED_AT = 500
"""Rows of each sort that are looked at, the newest."""
_OF_CIRCLES = ("circles", "turns", "debates", "coffees")
_OF_ROUNDS = ("circles.prompt", "circles.rest", "circles.preview", "circles.recap", "circles.stuck")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that did not go out: its kind of message, what it was about, to how many and the first of
    them (a channel, a person, several with commas between, or empty), its state and the reason as written.

    `at` (UTC) is when it ended, or fell due for what still waits. `about` is empty where nobody may read it.
    """

    kind: str
    about: str
    state: str
    reason: str
    recipients: int
    recipient_id: str
    name: str
    at: datetime


def find(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> tuple[Undelivered, ...]:
    """What did not go out in the last two weeks, or waits; what failed first, what was left out last.

    The same to several people is one line. Raises `NotAllowed` for whoever is no admin. Words of private
    channels are left out, and so is the name of whoever asked without theirs.
    """
    digest.may_read(session, workspace_id, member_id)
    rows = [
        *undelivered.ended(session, workspace_id, since=at - SHOWN, limit=LOOKED_AT),
        *undelivered.late(session, workspace_id, at=at, limit=LOOKED_AT),
    ]
    groups: dict[tuple[str, int, str, str], list[Outbox]] = {}
    for row in rows:
        groups.setdefault((row.kind, row.subject_id, row.state, row.reason or ""), []).append(row)
    found = [_silence(session, workspace_id, group) for group in groups.values()]
    order = ("failed", "expired", "waiting", "sending", "skipped")
    return tuple(sorted(found, key=lambda one: (order.index(one.state), -one.at.timestamp())))


def _silence(session: Session, workspace_id: str, rows: list[Outbox]) -> Undelivered:
    first = rows[0]
    about, hidden = _about(session, first)
    recipients = [row.recipient_id for row in rows if row.recipient_id and row.recipient_id != hidden]
    recipient_id = recipients[0] if recipients else ""
    member = session.get(Member, (workspace_id, recipient_id)) if recipient_id else None
    return Undelivered(
        kind=first.kind,
        about=about,
        state=first.state,
        reason=first.reason or "",
        recipients=len(rows),
        recipient_id=recipient_id,
        name=member.name if member else "",
        at=max(row.ended_at or row.due_at for row in rows),
    )


def _about(session: Session, row: Outbox) -> tuple[str, str]:
    """What a row is about, in words that admins may read, and whose name it must not show."""
    noun, _, rest = row.kind.partition(".")
    if noun == "digests":
        return f"{date.fromordinal(row.subject_id):%-d %B %Y}", ""
    if noun in _OF_CIRCLES:
        return _circle(session, row), ""
    if row.kind == "lunches.note":
        note = session.get(LunchNote, row.subject_id)
        return _lunch(session, note.lunch_id) if note else "", ""
    if row.kind in ("experts.ask", "demand.suggest", "understudies.ask"):
        request = session.get(Request, row.subject_id)
        if request is None:
            return "", ""
        if request.kind == "question":
            return _question(session, request.subject_id)
        return _topic(session, request.subject_id), ""
    named: dict[str, Callable[[Session, int], Any]] = {
        "questions": _question,
        "experts": _question,
        "lunches": _lunch,
        "half_hours": _half_hour,
        "demand": _lunch if rest == "announced" else _topic,
    }
    found = named[noun](session, row.subject_id) if noun in named else ""
    return found if isinstance(found, tuple) else (found, "")


def _question(session: Session, number: int) -> tuple[str, str]:
    question = session.get(Question, number)
    if question is None:
        return "", ""
    text = question.text if _public(session, question.workspace_id, question.channel_id) else ""
    return text, question.asker_id if question.anonymous else ""


def _lunch(session: Session, number: int) -> str:
    lunch = session.get(Lunch, number)
    return lunch.title if lunch and _public(session, lunch.workspace_id, lunch.channel_id) else ""


def _circle(session: Session, row: Outbox) -> str:
    """A circle's name: what is said of a round is about its circle."""
    number = row.subject_id
    if row.kind.partition(".")[0] != "circles" or row.kind in _OF_ROUNDS:
        held = session.get(Round, number)
        number = held.circle_id if held else 0
    circle = session.get(Circle, number)
    return circle.name if circle and _public(session, circle.workspace_id, circle.channel_id) else ""


def _half_hour(session: Session, number: int) -> str:
    row = session.get(HalfHour, number)
    return _topic(session, row.topic_id) if row else ""


def _topic(session: Session, number: int) -> str:
    topic = session.get(Topic, number)
    return f"#{topic.name}" if topic else ""


def _public(session: Session, workspace_id: str, channel_id: str) -> bool:
    channel = session.get(Channel, (workspace_id, channel_id))
    return channel is not None and not channel.is_private
