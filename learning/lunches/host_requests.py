"""Host requests: whoever can teach what enough people want, and has room, is asked to host a lunch on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from learning.core import hours
from learning.core.errors import Gone, NotAllowed
from learning.lunches import demand, names
from learning.questions import tags
from learning.teaching import candidates, capacity
from learning.workspace import people, settings
from storage import activity_log
from storage.models.lunches import Lunch
from storage.models.teaching import Request
from storage.models.workspace import Topic
from storage.outbox import outbox

AGAIN = timedelta(days=30)
"""Nobody gets the same suggestion twice within this."""
PATIENCE = timedelta(days=7)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why somebody is asked to host: the topic, how many want it, some of their questions; whether one is
    coming by now."""

    request_id: int
    topic: str
    people: int
    questions: tuple[str, ...]
    state: str
    is_coming: bool = False


def suggest(session: Session, *, at: datetime) -> int:
    """Asks the best teacher with room to host what enough people want; doing it twice changes nothing.

    With nobody left to ask, the facilitators hear of it, once a month and topic. Returns how many were told.
    """
    told = 0
    for workspace_id, topic_id, _ in demand.wanted(session, at=at):
        # Two who look at once ask one person, not two.
        session.get_one(Topic, topic_id, with_for_update=True)
        if topic_id in demand.coming(session, workspace_id, at=at) or _is_asked(session, topic_id, at):
            continue
        told += 1
        if not _ask_next(session, workspace_id, topic_id, at):
            demand.tell_facilitators(session, workspace_id, topic_id, at)
    return told


def decline(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> str:
    """The one who was asked would rather not host; the next is asked soon. Returns the topic's name."""
    return _decide(
        session,
        _own(session, workspace_id, member_id, request_id),
        "declined",
        names.Verbs.DECLINED_TO_HOST,
        at,
    )


def accept(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> str:
    """The one who was asked opens the form; their suggestion counts as taken up. The topic's name.

    Raises `Gone` when somebody else's lunch on it is coming by now.
    """
    request = _own(session, workspace_id, member_id, request_id)
    facts = suggestion(session, request.id, at=at)
    if facts.is_coming and facts.state == "asked":
        raise Gone(
            f"A lunch-and-learn on #{facts.topic} is coming already. Type /teach lunch to host another."
        )
    return _decide(session, request, "accepted", names.Verbs.AGREED_TO_HOST, at)


def planned(session: Session, lunch: Lunch, topic_ids: Sequence[int], *, at: datetime) -> None:
    """A lunch is coming: what asked somebody for it says so, and whoever was not told yet is spared."""
    for request in session.scalars(
        select(Request).where(
            Request.kind == names.Requests.HOST,
            Request.subject_id.in_(topic_ids),
            or_(
                Request.state == "asked",
                and_(Request.state == "accepted", Request.member_id == lunch.host_id),
            ),
        )
    ).all():
        is_untold = request.state == "asked" and request.due_at is not None and request.due_at > at
        if is_untold and suggestion(session, request.id, at=at).is_coming:
            capacity.release(session, request, at=at)
        outbox.refresh(session, lunch.workspace_id, _key(request), at=at)


def mine(
    session: Session, workspace_id: str, member_id: str, *, at: datetime, limit: int = 5
) -> tuple[Suggestion, ...]:
    """What this member is asked to host and may still think about, or said yes to and has not planned yet."""
    found = session.scalars(
        select(Request)
        .where(
            Request.workspace_id == workspace_id,
            Request.kind == names.Requests.HOST,
            Request.member_id == member_id,
            Request.due_at <= at,
            _is_fresh(at),
        )
        .order_by(Request.asked_at, Request.id)
    ).all()
    shown = (suggestion(session, request.id, at=at) for request in found)
    return tuple(one for one in shown if not one.is_coming)[:limit]


def suggestion(session: Session, request_id: int, *, at: datetime) -> Suggestion:
    """What somebody who is asked to host sees."""
    request = session.get_one(Request, request_id)
    topic = session.get_one(Topic, request.subject_id)
    texts = tags.open_questions(session, topic.id, SHOWN)
    wanted = len(demand.wanting(session, request.workspace_id, topic.id, at=at))
    is_coming = topic.id in demand.coming(session, request.workspace_id, host_id=request.member_id, at=at)
    return Suggestion(request.id, topic.name, wanted, texts, request.state, is_coming)


def _is_asked(session: Session, topic_id: int, at: datetime) -> bool:
    """Whether somebody thinks about it, or said yes and has not planned it yet; either for a week."""
    found = session.scalars(
        select(Request.id)
        .where(
            Request.kind == names.Requests.HOST,
            Request.subject_id == topic_id,
            _is_fresh(at),
        )
        .limit(1)
    ).first()
    return found is not None


def _is_fresh(at: datetime) -> ColumnElement[bool]:
    """Whether a request was heard, or agreed to, within a week."""
    return or_(
        and_(Request.state == "asked", Request.due_at > at - PATIENCE),
        and_(Request.state == "accepted", Request.decided_at > at - PATIENCE),
    )


def _ask_next(session: Session, workspace_id: str, topic_id: int, at: datetime) -> bool:
    lately = session.scalars(
        select(Request.member_id).where(
            Request.kind == names.Requests.HOST, Request.subject_id == topic_id, Request.asked_at > at - AGAIN
        )
    ).all()
    able = candidates.find(session, workspace_id, [topic_id], way="lunches", without=lately, at=at)
    free = (
        one for one in able if one.left > 0 and capacity.has_room(session, workspace_id, one.member_id, at)
    )
    one = next(free, None)
    if one is None:
        return False
    due = hours.next_working(at, one.zone, settings.get(session, workspace_id).hours)
    request = session.scalars(
        select(Request).where(
            Request.kind == names.Requests.HOST,
            Request.subject_id == topic_id,
            Request.member_id == one.member_id,
        )
    ).first()
    if request is None:
        request = Request(
            workspace_id=workspace_id, kind=names.Requests.HOST, subject_id=topic_id, member_id=one.member_id
        )
        session.add(request)
    request.state, request.asked_at, request.due_at, request.decided_at = "asked", at, due, None
    session.flush()
    _log(session, request, names.Verbs.ASKED_TO_HOST, at)
    outbox.say(
        session, workspace_id, _key(request), names.HOST_WANTED, request.id, one.member_id, at=at, due_at=due
    )
    return True


def _key(request: Request) -> str:
    """A suggestion made again after a month is a new message."""
    return outbox.key(names.HOST_WANTED, request.id, f"{request.asked_at:%Y-%m-%d}")


def _decide(session: Session, request: Request, state: str, verb: str, at: datetime) -> str:
    """Once decided it stays so. Returns the topic's name."""
    if request.state == "asked":
        request.state, request.decided_at = state, at
        _log(session, request, verb, at)
        outbox.refresh(session, request.workspace_id, _key(request), at=at)
    return session.get_one(Topic, request.subject_id).name


def _own(session: Session, workspace_id: str, member_id: str, request_id: int) -> Request:
    people.acting(session, workspace_id, member_id)
    request = session.get(Request, request_id)
    if request is None or request.workspace_id != workspace_id or request.kind != names.Requests.HOST:
        raise Gone("That suggestion isn't there any more. Type /teach wanted to see what is.")
    if request.member_id != member_id:
        raise NotAllowed("Only the person who was asked can answer this.")
    return request


def _log(session: Session, request: Request, verb: str, at: datetime) -> None:
    activity_log.record(
        session,
        request.workspace_id,
        request.member_id,
        verb,
        ("topic", request.subject_id),
        topic_id=request.subject_id,
        at=at,
    )
