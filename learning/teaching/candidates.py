"""Candidates: who can teach a topic, best first, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.order import SHELVES, Shelf
from learning.core.sockets.topics import Knows
from learning.teaching import capacity
from storage import discovery
from storage.models.teaching import Offer, Referral, Request
from storage.models.workspace import Member

OFFER, REFERRAL = 3, 1
"""What an offer and somebody's word count for when teachers are ranked; what `signals` find, one each."""


@cache
def signals() -> Mapping[str, Knows]:
    """What shows that somebody knows a topic besides what they and others say, by name, in its order."""
    found = [
        (activity, one.name, one) for activity, feature in features().items() for one in feature.topics.knows
    ]
    unique = discovery.unique("signals that somebody knows a topic", found)
    return dict(sorted(unique.items(), key=lambda item: SHELVES.index(item[1].shelf)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who can teach a topic, and why: an offer, what they have `shown`, how often by the names of
    `signals`, a colleague's word."""

    member_id: str
    offers: bool
    note: str
    shown: Mapping[str, int]
    referred: int
    left: int
    asked_at: datetime | None
    zone: str

    @property
    def score(self) -> int:
        shown = sum(min(times, signals()[name].most) for name, times in self.shown.items())
        return OFFER * self.offers + shown + REFERRAL * min(self.referred, 1)

    @property
    def reasons(self) -> list[tuple[Shelf, str]]:
        """Why they can teach, before the topics, in words; what counts most first."""
        found = [(signals()[name].shelf, signals()[name].why(times)) for name, times in self.shown.items()]
        if self.offers:
            found.append((Shelf.TEACH, "offers to teach"))
        return sorted(found, key=lambda one: SHELVES.index(one[0]))


def find(
    session: Session,
    workspace_id: str,
    topic_ids: Collection[int],
    *,
    way: str,
    without: Collection[str] = (),
    at: datetime,
) -> tuple[Candidate, ...]:
    """Who can teach any of these topics, best first; `way` is answers, half_hours or lunches.

    Best is: most to offer (`Candidate.score`), then who was asked longest ago. Those who left, apps, those
    who took their offer back or do not teach in this way, and those named in `without` are left out; those
    without room stay in, with nothing left.
    """
    if not topic_ids:
        return ()
    offered = _offered(session, workspace_id, topic_ids, way)
    shown = {name: one.find(session, workspace_id, topic_ids, at) for name, one in signals().items()}
    referred = _referred(session, workspace_id, topic_ids)
    refusing = _refusing(session, workspace_id, topic_ids, way) - set(offered)
    ids = {*offered, *referred}.union(*shown.values()) - refusing - set(without)
    rows = session.scalars(select(Member).where(Member.workspace_id == workspace_id, Member.id.in_(ids)))
    known = {row.id: row for row in rows if not (row.is_gone or row.is_bot)}
    room = capacity.left(session, workspace_id, known, at)
    asked = dict(
        session.execute(
            select(Request.member_id, func.max(Request.asked_at))
            .where(Request.workspace_id == workspace_id, Request.member_id.in_(known))
            .group_by(Request.member_id)
        ).all()
    )
    found = [
        Candidate(
            member_id=number,
            offers=number in offered,
            note=offered.get(number, ""),
            shown={name: by[number] for name, by in shown.items() if by.get(number)},
            referred=referred.get(number, 0),
            left=room[number],
            asked_at=asked.get(number),
            zone=row.zone,
        )
        for number, row in known.items()
    ]
    return tuple(
        sorted(
            found, key=lambda one: (-one.score, one.asked_at is not None, one.asked_at or at, one.member_id)
        )
    )


def _offered(session: Session, workspace_id: str, topic_ids: Collection[int], way: str) -> dict[str, str]:
    rows = session.execute(
        select(Offer.member_id, Offer.note).where(
            Offer.workspace_id == workspace_id,
            Offer.topic_id.in_(topic_ids),
            Offer.withdrawn_at.is_(None),
            getattr(Offer, way),
        )
    )
    return dict(rows.all())


def _refusing(session: Session, workspace_id: str, topic_ids: Collection[int], way: str) -> set[str]:
    """Who took an offer of these topics back, or leaves this way of teaching them out."""
    return set(
        session.scalars(
            select(Offer.member_id).where(
                Offer.workspace_id == workspace_id,
                Offer.topic_id.in_(topic_ids),
                or_(Offer.withdrawn_at.is_not(None), getattr(Offer, way).is_(False)),
            )
        )
    )


def _referred(session: Session, workspace_id: str, topic_ids: Collection[int]) -> dict[str, int]:
    rows = session.execute(
        select(Referral.member_id, func.count())
        .where(Referral.workspace_id == workspace_id, Referral.topic_id.in_(topic_ids))
        .group_by(Referral.member_id)
    )
    return dict(rows.all())
