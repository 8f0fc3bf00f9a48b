"""Rules of lunch-and-learns behind the digest's suggestions: what they find, and what their buttons do."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from learning.core import hours
from learning.core.errors import LearningError
from learning.core.sockets.digest import Found, Rule
from learning.lunches import demand, names
from learning.teaching import capacity, understudies
from learning.workspace import people, settings
from storage.models.lunches import Feedback, Lunch, LunchTopic, Seat
from storage.models.workspace import Member
from storage.outbox import outbox

LATELY = timedelta(weeks=4)
GOOD = 4.0
"""The mean rating from which a lunch is worth repeating."""
TOGETHER = 3
"""How many people are asked around at once."""


def wanted(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Topics that at least three people want and nobody offers to teach."""
    return [
        Found(
            str(one.topic_id),
            4 * one.people,
            {"topic_id": one.topic_id, "topic": one.topic, "people": one.people},
        )
        for one in demand.untaught(session, workspace_id, at=at)
    ]


def ask_around(session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Asks those who know the topics nearest to one that nobody teaches; without any, the facilitators."""
    number = int(facts["topic_id"])
    wanting = demand.wanting(session, workspace_id, number, at=at)
    helpers = understudies.able(session, workspace_id, number, without=wanting, at=at, most=TOGETHER)
    if not helpers:
        demand.tell_facilitators(session, workspace_id, number, at)
        return {"facilitators": True}
    return {"asked": understudies.ask(session, workspace_id, number, helpers, at=at)}


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
            Lunch.starts_at > at - LATELY,
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
    for number, title, host, ratings, rating in rows:
        line = lines.get(number, 0)
        wanting = max((wanted.get(topic, 0) for topic in about[number]), default=0)
        if about[number] & coming or not (line or wanting):
            continue
        facts = {
            "lunch_id": number,
            "title": title,
            "host": host,
            "rating": round(float(rating), 1),
            "ratings": ratings,
            "line": line,
            "wanting": wanting,
        }
        found.append(Found(str(number), 5 + 3 * max(line, wanting), facts))
    return found


def ask_to_repeat(
    session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
) -> dict[str, Any]:
    """Asks a lunch's host, privately and within their working hours, to give it once more.

    Raises `LearningError` when they have left, or have no room this week.
    """
    host = people.get(session, workspace_id, facts["host"])
    if host.is_gone:
        raise LearningError(f"{host.name or 'The host'} has left the company. Who else could give it?")
    if not capacity.has_room(session, workspace_id, host.id, at):
        raise LearningError(f"{host.name or 'The host'} has no room this week. Try again next week.")
    lunch_id = int(facts["lunch_id"])
    due = hours.next_working(at, host.zone, settings.get(session, workspace_id).hours)
    capacity.spend(session, workspace_id, host.id, names.Requests.REPEAT, lunch_id, at=at)
    outbox.say(
        session,
        workspace_id,
        outbox.key(names.AGAIN, lunch_id, f"{at:%Y-%m-%d}"),
        names.AGAIN,
        lunch_id,
        host.id,
        at=at,
        due_at=due,
    )
    return {"asked": [host.id]}


WANTED = Rule(kind="wanted", find=wanted, act=ask_around)
REPEAT = Rule(kind="repeat", find=repeat, act=ask_to_repeat)
