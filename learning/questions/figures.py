"""Figures of questions for the digest: each is defined here once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session

from learning.core import hours, log
from learning.core.hours import Hours
from learning.core.sockets.digest import Exchange, Figure, Reading
from learning.questions import names
from learning.workspace import people, settings
from storage.models.activity_log import LogEntry
from storage.models.questions import Answer, Question


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


def exchanges(session: Session, workspace_id: str, since: datetime, until: datetime) -> Iterable[Exchange]:
    """Replies to somebody else's question that was asked with a name."""
    numbers = log.numbers(session, workspace_id, names.Verbs.ANSWERED, since, until)
    return session.execute(
        select(Answer.author_id, Question.asker_id)
        .select_from(LogEntry)
        .join(Answer, Answer.id == LogEntry.subject_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            log.within(workspace_id, since, until),
            LogEntry.verb == names.Verbs.ANSWERED,
            Answer.id.between(*numbers),
            Question.id.between(*answered(session, numbers)),
            Answer.author_id != Question.asker_id,
            Question.anonymous.is_(False),
        )
    )


def answered(session: Session, answers: tuple[int, int]) -> tuple[int, int]:
    """The lowest and the highest number of the questions that answers between two numbers are about."""
    # Plus nothing: Postgres would else look for the lowest from the first question ever on.
    number = Answer.question_id + 0
    low, high = session.execute(
        select(func.min(number), func.max(number)).where(Answer.id.between(*answers))
    ).one()
    return low or 0, high or 0


def _count(reading: Reading) -> list[Questions]:
    zones = people.zones(reading.session, reading.workspace_id)
    office = settings.get(reading.session, reading.workspace_id).hours
    asked = _asked(reading.session, reading.workspace_id, reading.since, reading.until)
    return [_questions(rows, zones, office) for rows in reading.by_week(asked)]


def _deflections(reading: Reading) -> list[int]:
    return reading.entries("deflected")


def _asked(
    session: Session, workspace_id: str, since: datetime, until: datetime
) -> Sequence[Row[datetime, str, datetime | None]]:
    """When each question was asked, by whom, and when the first reply of somebody else came."""
    numbers = log.numbers(session, workspace_id, names.Verbs.ASKED, since, until)
    return session.execute(
        select(Question.asked_at, Question.asker_id, func.min(Answer.answered_at))
        .outerjoin(
            Answer,
            and_(Answer.counts_for(Question), Answer.question_id.between(*numbers)),
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


QUESTIONS = Figure("questions", Questions(), _count)
DEFLECTIONS = Figure("deflections", 0, _deflections, verbs=("deflected",))
"""Times that somebody was helped by an answer that was there already (`deflected`)."""
