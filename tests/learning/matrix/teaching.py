"""Offers, wishes, half hours, and who is asked for what."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.lunches import host_requests
from learning.questions import escalation, experts
from learning.teaching import capacity, offers, requests, wishes
from storage.models.teaching import Request
from storage.models.workspace import Topic
from tests.learning.matrix.half_hours import asked_for_half_an_hour
from tests.learning.matrix.questions import asked
from tests.learning.matrix.town import EVERYONE, LATER, ME, NOW, OTHER, THIRD, Row, T


def named(session: Session) -> int:
    """I am named in a question's thread."""
    offers.offer(session, T, ME, ["postgres"], at=NOW)
    asked(OTHER)(session)
    escalation.escalate(session, at=NOW)
    return session.scalars(select(Request.id).where(Request.member_id == ME)).one()


def asked_to_host(session: Session) -> int:
    """I am asked to host what three people want."""
    offers.offer(session, T, ME, ["postgres"], at=NOW)
    for wisher in (OTHER, THIRD, "UFOURTH"):
        wishes.wish(session, T, wisher, ["postgres"], at=NOW)
    host_requests.suggest(session, at=NOW)
    return session.scalars(select(Request.id).where(Request.member_id == ME)).one()


def offered(by: str = ME) -> Callable[[Session], int]:
    """Somebody offers to teach."""

    def offer(session: Session) -> int:
        offers.offer(session, T, by, ["postgres"], at=NOW)
        return offers.mine(session, T, by, at=NOW).offers[0].offer_id

    return offer


def wished(session: Session) -> int:
    """I wish for a topic."""
    wishes.wish(session, T, ME, ["postgres"], at=NOW)
    return session.scalars(select(Topic.id)).one()


ROWS = {
    "questions.experts.not_me": Row(EVERYONE, lambda s, n: experts.not_me(s, T, ME, n, at=NOW), named),
    "teaching.offers.offer": Row(EVERYONE, lambda s, _: offers.offer(s, T, ME, ["sql"], at=NOW)),
    "teaching.offers.withdraw": Row(EVERYONE, lambda s, n: offers.withdraw(s, T, ME, n, at=NOW), offered()),
    "teaching.capacity.limit": Row(EVERYONE, lambda s, _: capacity.limit(s, T, ME, 2)),
    "teaching.capacity.pause": Row(EVERYONE, lambda s, _: capacity.pause(s, T, ME, LATER, at=NOW)),
    "teaching.wishes.wish": Row(EVERYONE, lambda s, _: wishes.wish(s, T, ME, ["sql"], at=NOW)),
    "teaching.wishes.forget": Row(EVERYONE, lambda s, n: wishes.forget(s, T, ME, n, at=NOW), wished),
    "teaching.requests.decline_all": Row(
        EVERYONE, lambda s, _: requests.decline_all(s, T, ME, at=NOW), asked_for_half_an_hour
    ),
    "lunches.host_requests.accept": Row(
        EVERYONE, lambda s, n: host_requests.accept(s, T, ME, n, at=NOW), asked_to_host
    ),
    "lunches.host_requests.decline": Row(
        EVERYONE, lambda s, n: host_requests.decline(s, T, ME, n, at=NOW), asked_to_host
    ),
}
LOOKS = {"teaching.offers.mine", "teaching.wishes.board", "teaching.wishes.mine", "teaching.wishes.taught"}
PARTS = {
    "teaching.capacity.has_room",
    "teaching.capacity.spend",
    "teaching.offers.answer",
    "teaching.offers.refer",
}
