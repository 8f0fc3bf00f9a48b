"""What a suggestion's button does, one verb for each kind of evidence."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles
from learning.circles import names as circle_names
from learning.core import hours
from learning.core.errors import LearningError
from learning.digests import introductions, names, rules
from learning.lunches import demand
from learning.lunches import names as lunch_names
from learning.questions import escalation, experts, keys, tags
from learning.questions import names as question_names
from learning.teaching import capacity, understudies
from learning.teaching.understudies import Able
from learning.workspace import people, settings
from storage.models.questions import Question
from storage.models.teaching import Request
from storage.outbox import outbox

TOGETHER = 3
"""How many people are asked around at once."""
SUMMONED = 2


class Action(Protocol):
    """Does what a suggestion proposes; returns what came of it, as JSON can hold it."""

    def __call__(
        self, session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
    ) -> dict[str, Any]: ...


def get(kind: str) -> Action:
    """What the button of a kind of suggestion does."""
    return _REMEDIES[kind]


def ask_around(session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Asks those who know the topics nearest to one that nobody teaches; without any, the facilitators."""
    number = int(facts["topic_id"])
    wanting = demand.wanting(session, workspace_id, number, at=at)
    helpers = understudies.able(session, workspace_id, number, without=wanting, at=at, most=TOGETHER)
    if not helpers:
        demand.tell_facilitators(session, workspace_id, number, at)
        return {"facilitators": True}
    return _asked(session, workspace_id, number, helpers, at)


def ask_understudy(
    session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
) -> dict[str, Any]:
    """Asks whoever could take some of a topic that one person carries.

    Raises `LearningError` when nobody can be asked any more.
    """
    number = int(facts["topic_id"])
    helpers = understudies.able(
        session, workspace_id, number, without=[facts["member"]], at=at, most=TOGETHER
    )
    chosen = [one for one in helpers if one.member_id == facts["next"]] or list(helpers[:1])
    if not chosen:
        raise LearningError("Everyone who could help was asked already, or has no room this week.")
    return _asked(session, workspace_id, number, chosen, at)


def ask_two_more(
    session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
) -> dict[str, Any]:
    """Asks two more people to help with a question; without any, the facilitators hear of it, and whoever
    pressed hears on which topics nobody was found."""
    question = session.get(Question, int(facts["question_id"]))
    if question is None or question.state != "open" or experts.replied(session, question):
        return {"settled": True}
    found = experts.summon(session, question, at=at, most=SUMMONED)
    outbox.refresh(session, workspace_id, keys.card(question.id), at=at)
    if not found:
        channel_id = settings.get(session, workspace_id)[settings.FACILITATORS_CHANNEL]
        escalation.tell_facilitators(session, question, channel_id, at)
        return {
            "facilitators": True,
            "topics": [name for _, name in tags.of_question(session, question.id)],
        }
    asked = session.scalars(
        select(Request.member_id)
        .where(Request.kind == question_names.Requests.QUESTION, Request.subject_id == question.id)
        .order_by(Request.id.desc())
        .limit(found)
    )
    return {"asked": sorted(asked)}


def ask_for_another_rhythm(
    session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime
) -> dict[str, Any]:
    """Asks a quiet circle's facilitator, privately, for another rhythm; a press of theirs opens the form.

    Raises `LearningError` when they have left.
    """
    number = int(facts["circle_id"])
    circle = circles.get(session, workspace_id, number)
    if circle.state != "running" or not circle.silent:
        return {"settled": True}
    if circles.facts(session, number).is_orphaned:
        raise LearningError(
            f"Whoever led “{circle.name}” has left. I ask the facilitators who takes it over."
        )
    key = outbox.key(circle_names.QUIET, number, f"{at:%Y-%m-%d}")
    outbox.say(session, workspace_id, key, circle_names.QUIET, number, circle.facilitator_id, at=at)
    return {"asked": [circle.facilitator_id]}


def introduce(session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Brings somebody of a team that never meets others together with somebody of another.

    Raises `LearningError` when nobody may be written to now.
    """
    pair = introductions.find(session, workspace_id, facts["team"], at=at)
    if pair is None:
        raise LearningError("I found nobody to introduce just now: everyone there has paused messages.")
    outbox.say(
        session,
        workspace_id,
        outbox.key(names.HELLO, facts["id"]),
        names.HELLO,
        int(facts["id"]),
        f"{pair.one},{pair.other}",
        at=at,
    )
    return {"one": pair.one, "other": pair.other, "topic": pair.topic}


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
    capacity.spend(session, workspace_id, host.id, lunch_names.Requests.REPEAT, lunch_id, at=at)
    outbox.say(
        session,
        workspace_id,
        outbox.key(lunch_names.AGAIN, lunch_id, f"{at:%Y-%m-%d}"),
        lunch_names.AGAIN,
        lunch_id,
        host.id,
        at=at,
        due_at=due,
    )
    return {"asked": [host.id]}


def _asked(
    session: Session, workspace_id: str, topic_id: int, helpers: Sequence[Able], at: datetime
) -> dict[str, Any]:
    understudies.ask(session, workspace_id, topic_id, helpers, at=at)
    return {"asked": [one.member_id for one in helpers]}


_REMEDIES: dict[str, Callable[..., dict[str, Any]]] = {
    rules.WANTED: ask_around,
    rules.WAITING: ask_two_more,
    rules.LEANING: ask_understudy,
    rules.QUIET: ask_for_another_rhythm,
    rules.TEAMS: introduce,
    rules.REPEAT: ask_to_repeat,
}
