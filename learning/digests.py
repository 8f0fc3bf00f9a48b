"""Figures: how learning is going, week by week, each figure defined here once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from learning import hours, participation, settings, spans
from learning.hours import Hours
from learning.participation import Participation
from learning.weeks import Week
from storage.models import Activity, Answer, Feedback, Kudos, KudosRecipient, Lunch, Member, Question, Seat
from storage.models.base import NOBODY

WEEKS = 8
"""How many weeks a digest shows, its own among them."""
ENOUGH = 3
"""Ratings below this number are nobody's to see: they would say who said what."""
COUNTED = ("deflected", "prompted", "voiced", "became_teacher")
"""The verbs of which only the lines, or those who wrote them, are counted."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What was asked.

    `asked`: questions asked in the week and not removed since. `answered`: those of them with a reply by
    somebody else, until now. `in_time`: those answered within one working day, which is as much working
    time (`settings.hours`, in the asker's zone) as one day has. `median_hours`: the middle of the hours,
    working or not, from a question to its first reply; None without any.
    """

    asked: int = 0
    answered: int = 0
    in_time: int = 0
    median_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Lunches:
    """Lunch-and-learns that began in the week and were not cancelled.

    `filled`: seats taken at them. `seats`: how many there were; None where one had room for everybody.
    `attended`: people who were there, as the host says, or as they say where the host did not; None while
    nobody said. `rating`: the mean of all ratings, 1 to 5; None below `ENOUGH` of them.
    """

    held: int = 0
    filled: int = 0
    seats: int | None = 0
    attended: int | None = 0
    rating: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one week.

    `deflections`: times that somebody was helped by an answer that was there already (`deflected`).
    `prompts`: rounds that circles were asked something in (`prompted`). `voices`: people who spoke up in
    them, counted once a round (`voiced`). `thanks`: times that somebody was thanked in the week (`thanked`)
    and it was not taken back since. `thanked`: how many different people these were, without those who had
    their data deleted.
    `new_teachers`: different people who learned something and will help others with it (`became_teacher`).
    """

    week: Week
    people: Participation = field(default_factory=Participation)
    questions: Questions = Questions()
    lunches: Lunches = Lunches()
    deflections: int = 0
    prompts: int = 0
    voices: int = 0
    thanks: int = 0
    thanked: int = 0
    new_teachers: int = 0


def of(session: Session, workspace_id: str, week: Week, *, at: datetime) -> Figures:
    """The figures of one week, as far as it has come by `at` (UTC)."""
    return trend(session, workspace_id, week, at=at, number=1)[0]


def trend(
    session: Session, workspace_id: str, week: Week, *, at: datetime, number: int = WEEKS
) -> tuple[Figures, ...]:
    """The figures of a week and those before it, so many in all, the oldest first."""
    weeks = [week.back(one) for one in reversed(range(number))]
    everyone = participation.everyone(session, workspace_id)
    newcomers = participation.firsts(session, workspace_id, weeks[0].since, week.until)
    office = settings.of(session, workspace_id).hours
    return tuple(_figures(session, workspace_id, one, everyone, newcomers, office, at) for one in weeks)


def _figures(
    session: Session,
    workspace_id: str,
    week: Week,
    everyone: int,
    newcomers: Sequence[datetime],
    office: Hours,
    at: datetime,
) -> Figures:
    counts = _counts(session, workspace_id, week)
    thanks, thanked = _thanks(session, workspace_id, week)
    return Figures(
        week=week,
        people=Participation(
            active=participation.active(session, workspace_id, week),
            new=sum(week.since <= first < week.until for first in newcomers),
            people=everyone,
        ),
        questions=_questions(session, workspace_id, week, office),
        lunches=_lunches(session, workspace_id, week, at),
        deflections=counts.get("deflected", (0, 0))[0],
        prompts=counts.get("prompted", (0, 0))[0],
        voices=counts.get("voiced", (0, 0))[0],
        thanks=thanks,
        thanked=thanked,
        new_teachers=counts.get("became_teacher", (0, 0))[1],
    )


def _counts(session: Session, workspace_id: str, week: Week) -> dict[str, tuple[int, int]]:
    """Of each verb that is only counted: how many lines, and by how many different people."""
    rows = session.execute(
        select(Activity.verb, func.count(), func.count(Activity.actor_id.distinct()))
        .where(spans.within(workspace_id, week.since, week.until), Activity.verb.in_(COUNTED))
        .group_by(Activity.verb)
    )
    return {verb: (lines, people) for verb, lines, people in rows}


def _questions(session: Session, workspace_id: str, week: Week, office: Hours) -> Questions:
    asked = spans.numbers(session, workspace_id, "asked", week.since, week.until)
    rows = session.execute(
        select(Question.asked_at, Member.zone, func.min(Answer.answered_at))
        .select_from(Activity)
        .join(Question, and_(Question.id == Activity.subject_id, Question.id.between(*asked)))
        .outerjoin(
            Answer,
            and_(
                Answer.question_id == Question.id,
                Answer.question_id.between(*asked),
                Answer.author_id != Question.asker_id,
                Answer.deleted_at.is_(None),
            ),
        )
        .outerjoin(Member, and_(Member.workspace_id == workspace_id, Member.id == Question.asker_id))
        .where(
            spans.within(workspace_id, week.since, week.until),
            Activity.verb == "asked",
            Question.state.in_(("open", "answered")),
        )
        .group_by(Question.id, Question.asked_at, Member.zone)
    ).all()
    a_day = office.a_day
    replied = [(asked, zone or "UTC", reply) for asked, zone, reply in rows if reply is not None]
    waits = [(reply - asked).total_seconds() / 3600 for asked, _, reply in replied]
    return Questions(
        asked=len(rows),
        answered=len(replied),
        # What came sooner than that by any clock did.
        in_time=sum(
            reply - asked <= a_day or reply <= hours.after(asked, a_day, zone, office)
            for asked, zone, reply in replied
        ),
        median_hours=median(waits) if waits else None,
    )


def _thanks(session: Session, workspace_id: str, week: Week) -> tuple[int, int]:
    given = (
        select(Activity.subject_id)
        .where(spans.within(workspace_id, week.since, week.until), Activity.verb == "thanked")
        .distinct()
        .subquery()
    )
    kudos = spans.numbers(session, workspace_id, "thanked", week.since, week.until)
    known = case((KudosRecipient.member_id.not_like(f"{NOBODY}%"), KudosRecipient.member_id))
    thanks, thanked = session.execute(
        select(func.count(), func.count(known.distinct()))
        .select_from(given)
        .join(Kudos, and_(Kudos.id == given.c.subject_id, Kudos.retracted_at.is_(None)))
        .join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id)
        .where(Kudos.id.between(*kudos), KudosRecipient.kudos_id.between(*kudos))
    ).one()
    return thanks, thanked


def _lunches(session: Session, workspace_id: str, week: Week, at: datetime) -> Lunches:
    held = select(Lunch.id, Lunch.seats).where(
        Lunch.workspace_id == workspace_id,
        Lunch.starts_at >= week.since,
        Lunch.starts_at < min(week.until, at),
        Lunch.state.in_(("open", "over")),
    )
    rooms: dict[int, int | None] = dict(session.execute(held).all())
    if not rooms:
        return Lunches()
    there = func.coalesce(Seat.attended, Seat.says_there)
    filled, known, attended = session.execute(
        select(func.count(), func.count(there), func.count(case((there, 1)))).where(
            Seat.lunch_id.in_(rooms), Seat.state == "going"
        )
    ).one()
    ratings, mean = session.execute(
        select(func.count(), func.avg(Feedback.rating)).where(Feedback.lunch_id.in_(rooms))
    ).one()
    return Lunches(
        held=len(rooms),
        filled=filled,
        seats=None if None in rooms.values() else sum(room or 0 for room in rooms.values()),
        attended=attended if known or not filled else None,
        rating=round(float(mean), 1) if ratings >= ENOUGH else None,
    )
