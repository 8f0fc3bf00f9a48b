"""The rules behind the digest's suggestions: each looks at how things stand, and names its evidence."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from learning.circles import replies
from learning.core import hours, log
from learning.digests import exchanges
from learning.lunches import demand
from learning.questions import answers
from learning.questions import names as question_names
from learning.teaching import understudies
from learning.workspace import settings
from storage.models.activity_log import LogEntry
from storage.models.circles import Circle
from storage.models.lunches import Feedback, Lunch, LunchTopic, Seat
from storage.models.questions import Answer, Question, QuestionTopic
from storage.models.workspace import Channel, Member, Topic

WANTED, WAITING, LEANING, QUIET, TEAMS, REPEAT = "wanted", "waiting", "leaning", "quiet", "teams", "repeat"
MONTH = timedelta(weeks=4)
LOOKED_AT = timedelta(weeks=12)
"""How far back accepted answers are counted to see who carries a topic."""
AT_LEAST, SHARE = 5, 0.7
"""Somebody carries a topic who gave more than this share of at least so many accepted answers."""
GOOD = 4.0
"""The mean rating from which a lunch is worth repeating."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: what it is about, how much it weighs, and the evidence (as JSON can hold it)."""

    kind: str
    subject: str
    weight: int
    facts: dict[str, Any] = field(default_factory=dict)


def find(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """All that the rules find now (UTC), the weightiest first. A weight is roughly how many people it helps;
    somebody who waits counts for many."""
    found = [
        one
        for rule in (waiting, wanted, leaning, quiet, teams, repeat)
        for one in rule(session, workspace_id, at=at)
    ]
    return sorted(found, key=lambda one: (-one.weight, one.kind, one.subject))


def wanted(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Topics that at least three people want and nobody offers to teach."""
    return [
        Found(
            WANTED,
            str(one.topic_id),
            4 * one.people,
            {"topic_id": one.topic_id, "topic": one.topic, "people": one.people},
        )
        for one in demand.untaught(session, workspace_id, at=at)
    ]


def waiting(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Questions of the last four weeks, asked in public, that nobody else replied to for a working day."""
    replied = select(Answer.id).where(
        Answer.question_id == Question.id,
        Answer.author_id != Question.asker_id,
        Answer.deleted_at.is_(None),
    )
    rows = session.execute(
        select(Question, Member.zone)
        .join(Channel, and_(Channel.workspace_id == workspace_id, Channel.id == Question.channel_id))
        .outerjoin(Member, and_(Member.workspace_id == workspace_id, Member.id == Question.asker_id))
        .where(
            Question.workspace_id == workspace_id,
            Question.is_open(),
            Question.asked_at > at - MONTH,
            Channel.is_private.is_(False),
            ~replied.exists(),
        )
        .order_by(Question.asked_at, Question.id)
        .limit(10)
    ).all()
    office = settings.get(session, workspace_id).hours
    return [
        Found(
            WAITING,
            str(question.id),
            20 + (at - question.asked_at).days,
            {
                "question_id": question.id,
                "text": question.text,
                "link": answers.card_link(session, question),
                "days": (at - question.asked_at).days,
            },
        )
        for question, zone in rows
        if hours.after(question.asked_at, office.a_day, zone or "UTC", office) < at
    ]


def leaning(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Topics where one person gave more than 70 % of the answers accepted in twelve weeks, five at least."""
    accepted = log.numbers(session, workspace_id, question_names.Verbs.ACCEPTED, at - LOOKED_AT, at)
    about = log.questions(session, accepted)
    rows = session.execute(
        select(QuestionTopic.topic_id, Answer.author_id, func.count(Question.id.distinct()))
        .select_from(LogEntry)
        .join(Answer, Answer.id == LogEntry.subject_id)
        .join(Question, and_(Question.id == Answer.question_id, Question.accepted_answer_id == Answer.id))
        .join(QuestionTopic, QuestionTopic.question_id == Question.id)
        .where(
            log.within(workspace_id, at - LOOKED_AT, at),
            LogEntry.verb == question_names.Verbs.ACCEPTED,
            Answer.id.between(*accepted),
            Question.id.between(*about),
            QuestionTopic.question_id.between(*about),
            Answer.author_id != Question.asker_id,
        )
        .group_by(QuestionTopic.topic_id, Answer.author_id)
    )
    given: dict[int, dict[str, int]] = defaultdict(dict)
    for topic_id, author_id, count in rows:
        given[topic_id][author_id] = count
    found = []
    for topic_id, counts in given.items():
        of = sum(counts.values())
        first = min(counts, key=lambda one: (-counts[one], one))
        if of < AT_LEAST or counts[first] <= SHARE * of:
            continue
        helpers = understudies.able(session, workspace_id, topic_id, without=[first], at=at, most=1)
        facts = {
            "topic_id": topic_id,
            "topic": session.get_one(Topic, topic_id).name,
            "member": first,
            "given": counts[first],
            "of": of,
            "next": helpers[0].member_id if helpers else None,
        }
        found.append(Found(LEANING, str(topic_id), counts[first], facts))
    return found


def quiet(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Circles that go on, and in which nobody spoke up in two rounds in a row or more."""
    rows = session.scalars(
        select(Circle)
        .join(Member, and_(Member.workspace_id == workspace_id, Member.id == Circle.facilitator_id))
        .where(
            Circle.workspace_id == workspace_id,
            Circle.state == "running",
            Circle.silent >= replies.SILENT,
            Member.is_gone.is_(False),
        )
    )
    return [
        Found(
            QUIET,
            str(circle.id),
            10 + 4 * circle.silent,
            {
                "circle_id": circle.id,
                "name": circle.name,
                "silent": circle.silent,
                "by": circle.facilitator_id,
            },
        )
        for circle in rows
    ]


def teams(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Teams of five and more that in four weeks had to do with no other team, while others did."""
    seen = exchanges.count(session, workspace_id, since=at - MONTH, until=at)
    return [
        Found(
            TEAMS,
            team.name,
            team.size,
            {"team": team.name, "size": team.size, "inside": team.inside > 0, "share": seen.elsewhere(team)},
        )
        for team in seen.isolates
    ]


def repeat(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Lunches of the last four weeks, rated 4 and better by three at least, that people still wait for: in
    line when it began, or wanting its topics now; and none on it is coming."""
    mean = func.avg(Feedback.rating)
    rows = session.execute(
        select(Lunch.id, Lunch.title, Lunch.host_id, func.count(), mean)
        .join(Feedback, Feedback.lunch_id == Lunch.id)
        .join(Member, and_(Member.workspace_id == workspace_id, Member.id == Lunch.host_id))
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at > at - MONTH,
            Lunch.starts_at <= at,
            Lunch.state.in_(("open", "over")),
            Member.is_gone.is_(False),
        )
        .group_by(Lunch.id, Lunch.title, Lunch.host_id)
        .having(and_(func.count() >= demand.ENOUGH, mean >= GOOD))
    ).all()
    numbers = [row[0] for row in rows]
    lines = dict(
        session.execute(
            select(Seat.lunch_id, func.count())
            .where(Seat.lunch_id.in_(numbers), Seat.state == "waiting")
            .group_by(Seat.lunch_id)
        ).all()
    )
    about: dict[int, set[int]] = defaultdict(set)
    for lunch_id, topic_id in session.execute(
        select(LunchTopic.lunch_id, LunchTopic.topic_id).where(LunchTopic.lunch_id.in_(numbers))
    ):
        about[lunch_id].add(topic_id)
    wanted = demand.by_topic(session, workspace_id, at=at)
    coming = demand.coming(session, workspace_id, at=at)
    found = []
    for number, title, host, people, rating in rows:
        line = lines.get(number, 0)
        wanting = max((wanted.get(topic, 0) for topic in about[number]), default=0)
        if about[number] & coming or not (line or wanting):
            continue
        facts = {
            "lunch_id": number,
            "title": title,
            "host": host,
            "rating": round(float(rating), 1),
            "ratings": people,
            "line": line,
            "wanting": wanting,
        }
        found.append(Found(REPEAT, str(number), 5 + 3 * max(line, wanting), facts))
    return found
