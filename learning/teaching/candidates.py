"""Candidates: who can teach a topic, best first, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session

from learning.teaching import capacity
from storage.models.lunches import Lunch, LunchTopic
from storage.models.questions import Answer, Question, QuestionTopic
from storage.models.teaching import Offer, Referral, Request
from storage.models.workspace import Member

OFFER, ANSWER, HOSTED, REFERRAL = 3, 1, 1, 1
"""What an offer, an accepted answer, a lunch and somebody's word count for when teachers are ranked."""
RECENT = 100
"""How many of a topic's newest questions are looked at for accepted answers: what people know now."""
MOST_ANSWERS, MOST_LUNCHES = 5, 3
"""Accepted answers and lunches beyond these add nothing, so that others get a turn."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who can teach a topic, and why: an offer, accepted answers, lunches, a colleague's word."""

    member_id: str
    offers: bool
    note: str
    accepted: int
    hosted: int
    referred: int
    left: int
    asked_at: datetime | None
    zone: str

    @property
    def score(self) -> int:
        return (
            OFFER * self.offers
            + ANSWER * min(self.accepted, MOST_ANSWERS)
            + HOSTED * min(self.hosted, MOST_LUNCHES)
            + REFERRAL * min(self.referred, 1)
        )


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
    accepted = _accepted(session, workspace_id, topic_ids)
    referred = _referred(session, workspace_id, topic_ids)
    hosted = _hosted(session, workspace_id, topic_ids, at)
    refusing = _refusing(session, workspace_id, topic_ids, way) - set(offered)
    ids = {*offered, *accepted, *hosted, *referred} - refusing - set(without)
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
            accepted=accepted.get(number, 0),
            hosted=hosted.get(number, 0),
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


def _accepted(session: Session, workspace_id: str, topic_ids: Collection[int]) -> dict[str, int]:
    recent = [
        select(QuestionTopic.question_id)
        .where(QuestionTopic.topic_id == topic_id, QuestionTopic.workspace_id == workspace_id)
        .order_by(QuestionTopic.question_id.desc())
        .limit(RECENT)
        .subquery()
        for topic_id in topic_ids
    ]
    rows = session.execute(
        select(Answer.author_id, func.count())
        .join(Question, Question.accepted_answer_id == Answer.id)
        .where(
            Question.id.in_(union(*(select(part.c.question_id) for part in recent))),
            Answer.author_id != Question.asker_id,
        )
        .group_by(Answer.author_id)
    )
    return dict(rows.all())


def _hosted(session: Session, workspace_id: str, topic_ids: Collection[int], at: datetime) -> dict[str, int]:
    rows = session.execute(
        select(Lunch.host_id, func.count(Lunch.id.distinct()))
        .join(LunchTopic, LunchTopic.lunch_id == Lunch.id)
        .where(
            Lunch.workspace_id == workspace_id,
            LunchTopic.topic_id.in_(topic_ids),
            Lunch.state != "cancelled",
            Lunch.starts_at <= at,
        )
        .group_by(Lunch.host_id)
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
