"""Figures: how learning is going, week by week, each figure defined here once."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any, TypeVar

from sqlalchemy import Row, and_, case, func, select
from sqlalchemy.orm import Session

from learning.circles import names as circle_names
from learning.core import hours, log
from learning.core.hours import Hours
from learning.core.weeks import Week
from learning.digests import participation
from learning.digests.participation import Participation
from learning.kudos import thanks
from learning.kudos.thanks import Given
from learning.lunches import names as lunch_names
from learning.questions import names as question_names
from learning.workspace import people, settings
from storage.models.activity_log import LogEntry
from storage.models.lunches import Feedback, Lunch, Seat
from storage.models.questions import Answer, Question
from storage.outbox.recipients import is_nobody

WEEKS = 8
"""How many weeks a digest shows, its own among them."""
ENOUGH = 3
"""Ratings below this number are nobody's to see: they would say who said what."""
COUNTED = (question_names.Verbs.DEFLECTED, circle_names.Verbs.PROMPTED, circle_names.Verbs.VOICED)
"""The verbs of which only the lines are counted."""

Dated = TypeVar("Dated", bound=Sequence[Any])
"""A row that begins with an instant."""


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
    and it was not taken back since; what was taken back and given anew counts when it was given anew.
    `thanked`: how many different people these were, without those who had their data deleted.
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


def of_week(session: Session, workspace_id: str, week: Week, *, at: datetime) -> Figures:
    """The figures of one week, as far as it has come by `at` (UTC)."""
    return trend(session, workspace_id, week, at=at, number=1)[0]


def trend(
    session: Session,
    workspace_id: str,
    week: Week,
    *,
    at: datetime,
    number: int = WEEKS,
    given: Sequence[Given] | None = None,
) -> tuple[Figures, ...]:
    """The figures of a week and those before it, so many in all, the oldest first.

    `given` are the thanks of these weeks at least, of whoever has them at hand.
    """
    weeks = [week.back(one) for one in reversed(range(number))]
    since, until = weeks[0].since, week.until
    everyone = participation.everyone(session, workspace_id)
    firsts = participation.firsts(session, workspace_id, since, until)
    zones = people.zones(session, workspace_id)
    office = settings.get(session, workspace_id).hours
    asked = _by_week(weeks, _asked(session, workspace_id, since, until))
    if given is None:
        given = thanks.standing(session, workspace_id, since, until)
    said = _by_week(weeks, given)
    found = []
    for one, questions, kudos in zip(weeks, asked, said, strict=True):
        lines = _lines(session, workspace_id, one)
        figures = Figures(
            week=one,
            people=Participation(
                active=participation.active(session, workspace_id, one, everyone),
                new=sum(one.since <= first < one.until for first in firsts),
                people=len(everyone),
            ),
            questions=_questions(questions, zones, office),
            lunches=_lunches(session, workspace_id, one, at),
            deflections=lines.get(question_names.Verbs.DEFLECTED, 0),
            prompts=lines.get(circle_names.Verbs.PROMPTED, 0),
            voices=lines.get(circle_names.Verbs.VOICED, 0),
            thanks=len(kudos),
            thanked=len({member for _, _, member in kudos if not is_nobody(member)}),
            new_teachers=_new_teachers(session, workspace_id, one),
        )
        found.append(figures)
    return tuple(found)


def _by_week(weeks: Sequence[Week], rows: Iterable[Dated]) -> list[list[Dated]]:
    """The rows of each week, without those of other weeks; each row begins with an instant."""
    edges = [week.since for week in weeks] + [weeks[-1].until]
    found: list[list[Dated]] = [[] for _ in range(len(weeks) + 2)]
    for row in rows:
        found[bisect_right(edges, row[0])].append(row)
    return found[1:-1]


def _lines(session: Session, workspace_id: str, week: Week) -> dict[str, int]:
    """Of each verb that is only counted: how many lines."""
    return dict(
        session.execute(
            select(LogEntry.verb, func.count())
            .where(log.within(workspace_id, week.since, week.until), LogEntry.verb.in_(COUNTED))
            .group_by(LogEntry.verb)
        ).all()
    )


def _new_teachers(session: Session, workspace_id: str, week: Week) -> int:
    different = select(func.count(LogEntry.actor_id.distinct())).where(
        log.within(workspace_id, week.since, week.until), LogEntry.verb == lunch_names.Verbs.BECAME_TEACHER
    )
    return session.scalar(different) or 0


def _asked(
    session: Session, workspace_id: str, since: datetime, until: datetime
) -> Sequence[Row[datetime, str, datetime | None]]:
    """When each question was asked, by whom, and when the first reply of somebody else came."""
    numbers = log.numbers(session, workspace_id, question_names.Verbs.ASKED, since, until)
    return session.execute(
        select(Question.asked_at, Question.asker_id, func.min(Answer.answered_at))
        .outerjoin(
            Answer,
            and_(
                Answer.question_id == Question.id,
                Answer.question_id.between(*numbers),
                Answer.author_id != Question.asker_id,
                Answer.deleted_at.is_(None),
            ),
        )
        .where(
            Question.id.between(*numbers),
            Question.asked_at >= since,
            Question.asked_at < until,
            Question.state.in_(("open", "answered")),
        )
        .group_by(Question.id)
        # Not before: SQLite would then rather go through all questions of the workspace.
        .having(Question.workspace_id == workspace_id)
    ).all()


def _questions(
    asked: Sequence[Row[datetime, str, datetime | None]], zones: Mapping[str, str], office: Hours
) -> Questions:
    a_day = office.a_day
    replied = [(began, asker, reply - began) for began, asker, reply in asked if reply is not None]
    waits = [wait.total_seconds() / 3600 for _, _, wait in replied]
    return Questions(
        asked=len(asked),
        answered=len(replied),
        # What came sooner than that by any clock did.
        in_time=sum(
            wait <= a_day or began + wait <= hours.after(began, a_day, zones.get(asker, "UTC"), office)
            for began, asker, wait in replied
        ),
        median_hours=median(waits) if waits else None,
    )


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
    # Who is going is told apart afterwards: SQLite would else go through all who ever were.
    going = case((Seat.state == "going", 1))
    filled, known, attended = session.execute(
        select(
            func.count(going),
            func.count(case((Seat.state == "going", there))),
            func.count(case((and_(Seat.state == "going", there), 1))),
        ).where(Seat.lunch_id.in_(rooms))
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
