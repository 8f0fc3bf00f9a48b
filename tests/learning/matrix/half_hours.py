"""Half hours: whoever asks, and whoever is asked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.half_hours import half_hours
from learning.teaching import offers
from storage.models.teaching import Request
from tests.learning.matrix.town import EVERYONE, ME, NOW, OTHER, Row, T


def asked_for_half_an_hour(session: Session) -> int:
    """Somebody asked me for half an hour."""
    offers.offer(session, T, ME, ["postgres"], at=NOW)
    return half_hours.ask(session, T, OTHER, "postgres", ME, request_key="half", at=NOW).half_hour_id


def agreed(session: Session) -> int:
    """We agreed on half an hour."""
    number = asked_for_half_an_hour(session)
    half_hours.accept(session, T, ME, number, at=NOW)
    return number


def taught(session: Session) -> int:
    """Somebody else offers to teach."""
    offers.offer(session, T, OTHER, ["postgres"], at=NOW)
    return offers.mine(session, T, OTHER, at=NOW).offers[0].offer_id


ROWS = {
    "half_hours.half_hours.decline_request": Row(
        EVERYONE,
        lambda s, n: half_hours.decline_request(s, T, ME, s.scalars(select(Request.id)).one(), at=NOW),
        asked_for_half_an_hour,
    ),
    "half_hours.half_hours.ask": Row(
        EVERYONE,
        lambda s, _: half_hours.ask(s, T, ME, "postgres", OTHER, request_key="key", at=NOW),
        taught,
    ),
    "half_hours.half_hours.accept": Row(
        EVERYONE, lambda s, n: half_hours.accept(s, T, ME, n, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.half_hours.decline": Row(
        EVERYONE, lambda s, n: half_hours.decline(s, T, ME, n, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.half_hours.postpone": Row(
        EVERYONE, lambda s, n: half_hours.postpone(s, T, ME, n, at=NOW), asked_for_half_an_hour
    ),
    "half_hours.half_hours.met": Row(
        EVERYONE, lambda s, n: half_hours.met(s, T, ME, n, True, at=NOW), agreed
    ),
}
LOOKS = {"half_hours.half_hours.mine"}
PARTS = {
    "half_hours.half_hours.withdraw",
    "half_hours.personal.unname",
    "half_hours.teacher_requests.next_working",
}
