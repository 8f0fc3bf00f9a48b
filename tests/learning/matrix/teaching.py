"""Offers, wishes, half hours, and who is asked for what."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.half_hours import half_hours
from learning.lunches import host_requests
from learning.questions import escalation, experts
from learning.teaching import capacity, offers, requests, wishes
from storage.models.teaching import Request
from storage.models.workspace import Topic
from tests.learning.matrix.questions import asked
from tests.learning.matrix.town import EVERYONE, LATER, ME, NOW, OTHER, THIRD, Row, T


def asked_for_half_an_hour(session: Session) -> int:
    """Somebody asked me for half an hour."""
    offers.offer(session, T, ME, ["postgres"], at=NOW)
    return half_hours.ask(session, T, OTHER, "postgres", ME, request_key="half", at=NOW).half_hour_id


def agreed(session: Session) -> int:
    """We agreed on half an hour."""
    number = asked_for_half_an_hour(session)
    half_hours.accept(session, T, ME, number, at=NOW)
    return number


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
    "experts.not_me": Row(EVERYONE, lambda s, n: experts.not_me(s, T, ME, n, at=NOW), named),
    "offers.offer": Row(EVERYONE, lambda s, _: offers.offer(s, T, ME, ["sql"], at=NOW)),
    "offers.withdraw": Row(EVERYONE, lambda s, n: offers.withdraw(s, T, ME, n, at=NOW), offered()),
    "capacity.limit": Row(EVERYONE, lambda s, _: capacity.limit(s, T, ME, 2)),
    "capacity.pause": Row(EVERYONE, lambda s, _: capacity.pause(s, T, ME, LATER, at=NOW)),
    "wishes.wish": Row(EVERYONE, lambda s, _: wishes.wish(s, T, ME, ["sql"], at=NOW)),
    "wishes.forget": Row(EVERYONE, lambda s, n: wishes.forget(s, T, ME, n, at=NOW), wished),
    "half_hours.ask": Row(
        EVERYONE,
        lambda s, _: half_hours.ask(s, T, ME, "postgres", OTHER, request_key="key", at=NOW),
        offered(OTHER),
    ),
    "half_hours.accept": Row(
        EVERYONE, lambda s, n: half_hours.accept(s, T, ME, n, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.decline": Row(
        EVERYONE, lambda s, n: half_hours.decline(s, T, ME, n, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.decline_request": Row(
        EVERYONE,
        lambda s, n: half_hours.decline_request(s, T, ME, s.scalars(select(Request.id)).one(), at=NOW),
        asked_for_half_an_hour,
    ),
    "requests.decline_all": Row(
        EVERYONE, lambda s, _: requests.decline_all(s, T, ME, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.postpone": Row(
        EVERYONE, lambda s, n: half_hours.postpone(s, T, ME, n, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.met": Row(EVERYONE, lambda s, n: half_hours.met(s, T, ME, n, True, at=NOW), agreed),
    "host_requests.accept": Row(
        EVERYONE, lambda s, n: host_requests.accept(s, T, ME, n, at=NOW), asked_to_host
    ),
    "host_requests.decline": Row(
        EVERYONE, lambda s, n: host_requests.decline(s, T, ME, n, at=NOW), asked_to_host
    ),
}
