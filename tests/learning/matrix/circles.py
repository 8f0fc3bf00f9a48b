"""Circles: begun, joined, changed, and their rounds shown beforehand."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import circle_plans, circle_upkeep, circles, facilitating, joining, people, previews, rounds
from learning.people import Profile
from storage.models import Round
from tests.learning.matrix.town import EVERYONE, FACILITATORS, ME, NOW, OTHER, C, Row, T


def plan() -> circle_plans.Plan:
    """Every Wednesday at noon; the first is tomorrow, so that it is planned already."""
    return circle_plans.plan(
        "Incidents", channel_id=C, weekday=2, clock="12:00", zone="UTC", start=None, at=NOW
    )


def begun(session: Session) -> int:
    """Somebody else's circle, which I am not in."""
    people.appoint(session, T, facilitators=[OTHER])
    return facilitating.begin(session, T, OTHER, plan(), request_key="circle", at=NOW).circle_id


def planned(session: Session) -> int:
    """The next round of it."""
    return session.scalars(select(Round.id).where(Round.circle_id == begun(session))).one()


def joined(session: Session) -> int:
    """Somebody else's circle, which I am in."""
    number = begun(session)
    joining.join(session, T, ME, number, at=NOW)
    return number


def paused(session: Session) -> int:
    number = begun(session)
    facilitating.pause(session, T, OTHER, number, None, at=NOW)
    return number


def orphaned(session: Session) -> int:
    """Its facilitator has left the company."""
    number = begun(session)
    people.meet(session, T, [Profile(OTHER, "Other", is_gone=True)])
    return number


def _version(session: Session, circle_id: int) -> int:
    return circles.look(session, circle_id).version


def _edit(session: Session, circle_id: int) -> circles.Facts:
    version = _version(session, circle_id)
    return facilitating.edit(session, T, ME, circle_id, plan(), shown=[], version=version, at=NOW)


def _decides(verb: Callable[..., object], given: Callable[[Session], int], *more: object) -> Row:
    return Row(FACILITATORS, lambda s, n: verb(s, T, ME, n, *more, at=NOW), given)


ROWS = {
    "facilitating.begin": Row(
        FACILITATORS, lambda s, _: facilitating.begin(s, T, ME, plan(), request_key="key", at=NOW)
    ),
    "facilitating.form": Row(FACILITATORS, lambda s, n: facilitating.form(s, T, ME, n), begun),
    "facilitating.edit": Row(FACILITATORS, _edit, begun),
    "facilitating.pause": _decides(facilitating.pause, begun, None),
    "facilitating.resume": _decides(facilitating.resume, paused),
    "facilitating.end": _decides(facilitating.end, begun),
    "circle_upkeep.take_over": _decides(circle_upkeep.take_over, orphaned),
    "joining.join": Row(EVERYONE, lambda s, n: joining.join(s, T, ME, n, at=NOW), begun),
    "joining.leave": Row(EVERYONE, lambda s, n: joining.leave(s, T, ME, n, at=NOW), joined),
    "previews.skip_next": _decides(previews.skip_next, begun),
    "previews.swap": Row(
        FACILITATORS,
        lambda s, n: previews.swap(s, T, ME, n, rounds.face(s, n).version, at=NOW),
        planned,
    ),
    "previews.form": Row(FACILITATORS, lambda s, n: previews.form(s, T, ME, n), planned),
    "previews.reword": _decides(previews.reword, planned, "What now?"),
    "previews.skip": _decides(previews.skip, planned),
}
