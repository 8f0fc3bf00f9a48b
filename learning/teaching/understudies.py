"""Understudies: people who are asked whether they would help with a topic that too few carry."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import hours
from learning.core.errors import Gone, NotAllowed
from learning.core.features import features
from learning.core.sockets.order import Shelf
from learning.teaching import candidates, capacity, names, offers, wishes
from learning.teaching.candidates import Candidate
from learning.workspace import people, settings
from storage import activity_log
from storage.models.teaching import Request
from storage.models.workspace import Topic
from storage.outbox import outbox

AGAIN = timedelta(days=90)
"""Nobody is asked about the same topic twice within this."""
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who might help with a topic, and why: answers, offers, near (topics beside it) or wishes."""

    member_id: str
    zone: str
    why: str


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody is asked: would they help with this topic? `state` is asked, accepted or declined."""

    request_id: int
    topic: str
    why: str
    state: str


def able(
    session: Session,
    workspace_id: str,
    topic_id: int,
    *,
    without: Collection[str] = (),
    at: datetime,
    most: int,
) -> tuple[Able, ...]:
    """Up to `most` people with room who might help with a topic, the likeliest first.

    First those who know it by their accepted answers, offers or a colleague's word; then those who know the
    topics most often named together with it; then those who want to learn it. Who was asked lately is not.
    """
    lately = session.scalars(
        select(Request.member_id).where(
            Request.workspace_id == workspace_id,
            Request.kind == names.Requests.TEACH,
            Request.subject_id == topic_id,
            Request.asked_at > at - AGAIN,
        )
    ).all()
    passed = {*without, *lately}
    found: dict[str, Able] = {}
    for why, topic_ids in (("knows", [topic_id]), ("near", _nearest(session, workspace_id, topic_id))):
        for one in candidates.find(session, workspace_id, topic_ids, way="answers", without=passed, at=at):
            if one.left > 0:
                found.setdefault(one.member_id, Able(one.member_id, one.zone, _why(one, why)))
    if len(found) < most:
        wishing = wishes.wishers(session, workspace_id, topic_id)
        room = capacity.left(session, workspace_id, wishing, at)
        for number in wishing:
            member = people.get(session, workspace_id, number)
            if number not in passed and room[number] and not (member.is_gone or member.is_bot):
                found.setdefault(number, Able(number, member.zone, "wishes"))
    return tuple(found.values())[:most]


def ask(
    session: Session, workspace_id: str, topic_id: int, helpers: Collection[Able], *, at: datetime
) -> list[str]:
    """Asks each of them, privately and within their working hours, whether they would help; returns who they
    are."""
    office = settings.get(session, workspace_id).hours
    for one in helpers:
        request = session.scalars(
            select(Request).where(
                Request.workspace_id == workspace_id,
                Request.kind == names.Requests.TEACH,
                Request.subject_id == topic_id,
                Request.member_id == one.member_id,
            )
        ).first()
        if request is None:
            request = Request(
                workspace_id=workspace_id,
                kind=names.Requests.TEACH,
                subject_id=topic_id,
                member_id=one.member_id,
            )
            session.add(request)
        due = hours.next_working(at, one.zone, office)
        request.state, request.why, request.asked_at = "asked", one.why, at
        request.due_at, request.decided_at = due, None
        session.flush()
        _log(session, request, names.Verbs.ASKED_TO_TEACH, at)
        outbox.say(
            session,
            workspace_id,
            _key(request),
            names.UNDERSTUDY,
            request.id,
            one.member_id,
            at=at,
            due_at=due,
        )
    return [one.member_id for one in helpers]


def agree(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> Call:
    """Somebody who was asked will help: they offer to answer questions on the topic from now on."""
    request = _own(session, workspace_id, member_id, request_id)
    if request.state != "accepted":
        request.state, request.decided_at = "accepted", at
        topic = session.get_one(Topic, request.subject_id).name
        offers.answer(session, workspace_id, member_id, [topic], at=at)
        _log(session, request, names.Verbs.AGREED_TO_TEACH, at)
        outbox.refresh(session, workspace_id, _key(request), at=at)
    return call(session, request_id)


def decline(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> Call:
    """Somebody who was asked would rather not; nobody is told."""
    request = _own(session, workspace_id, member_id, request_id)
    people.acting(session, workspace_id, member_id)
    if request.state == "asked":
        request.state, request.decided_at = "declined", at
        _log(session, request, names.Verbs.DECLINED_TO_TEACH, at)
        outbox.refresh(session, workspace_id, _key(request), at=at)
    return call(session, request_id)


def call(session: Session, request_id: int) -> Call:
    """What somebody is asked, and what they said."""
    request = session.get_one(Request, request_id)
    return Call(request.id, session.get_one(Topic, request.subject_id).name, request.why, request.state)


def _why(one: Candidate, why: str) -> str:
    if why == "knows":
        return "answers" if any(shelf is Shelf.ASK for shelf, _ in one.reasons) else "offers"
    return why


def _nearest(session: Session, workspace_id: str, topic_id: int) -> list[int]:
    """The topics that come up most often together with this one."""
    return [
        number
        for feature in features().values()
        for beside in feature.topics.beside
        for number in beside(session, workspace_id, topic_id, NEAREST)
    ]


def _own(session: Session, workspace_id: str, member_id: str, request_id: int) -> Request:
    people.acting(session, workspace_id, member_id)
    request = session.get(Request, request_id, with_for_update=True)
    if request is None or request.workspace_id != workspace_id or request.kind != names.Requests.TEACH:
        raise Gone("That isn't there any more. Type /teach to offer what you know.")
    if request.member_id != member_id:
        raise NotAllowed("Only the person who was asked can answer this.")
    return request


def _key(request: Request) -> str:
    """Asked again after a season, it is a new message."""
    return outbox.key(names.UNDERSTUDY, request.id, f"{request.asked_at:%Y-%m-%d}")


def _log(session: Session, request: Request, verb: str, at: datetime) -> None:
    topic = request.subject_id
    activity_log.record(
        session, request.workspace_id, request.member_id, verb, ("topic", topic), topic_id=topic, at=at
    )
