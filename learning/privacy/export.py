"""What `teachback export` writes: each activity and the log of them; who is nameless stays nameless."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, case, func, null, or_, select

from learning.digests.figures import ENOUGH
from storage.models.base import Base
from storage.models.circles import RoundVote
from storage.models.lunches import Feedback
from storage.models.questions import Question

WHOLE = (
    "activities",
    "members",
    "channels",
    "topics",
    "question_topics",
    "answers",
    "follows",
    "teachers",
    "offers",
    "wishes",
    "referrals",
    "requests",
    "half_hours",
    "series",
    "lunches",
    "lunch_topics",
    "seats",
    "lunch_notes",
    "circles",
    "circle_members",
    "circle_prompts",
    "rounds",
    "round_replies",
    "round_turns",
    "round_sides",
    "coffee_topics",
    "kudos",
    "kudos_recipients",
    "kudos_topics",
    "badges",
    "suggestions",
)
"""Tables that are written as they are, but for what only the bot itself needs."""
INNER = frozenset({"request_key", "checks", "uid", "version", "sequence", "orphaned", "seed"})
"""Columns that only the bot itself needs."""
LEFT_OUT = frozenset(
    [
        "workspaces",
        "deliveries",
        "outbox",
        "lanes",
        "searches",
        "schedules",
        "settings",
        "preferences",
        "changes",
        "used_prompts",
        "coffee_votes",
        "kudos_reactions",
        "badge_marks",
        "erasures",
    ]
)
"""Tables that are no activity: settings, what the bot owes (which would name who asked without a name), and
how it finds its way."""


def files() -> Mapping[str, Any]:
    """What each file holds, by its name without its ending; rows in the order of their keys."""
    found: dict[str, Any] = {}
    for name in WHOLE:
        table = Base.metadata.tables[name]
        columns = [column for column in table.c if column.name not in INNER]
        found[name] = select(*columns).order_by(*table.primary_key)
    return found | {"questions": _questions(), "lunch_feedback": _feedback(), "round_votes": _votes()}


def _questions() -> Select[Any]:
    hidden = {
        "asker_id": case((Question.anonymous, null()), else_=Question.asker_id),
        "accepted_by": case(
            (and_(Question.anonymous, Question.accepted_by == Question.asker_id), null()),
            else_=Question.accepted_by,
        ),
    }
    columns = [
        hidden[column.name].label(column.name) if column.name in hidden else column
        for column in Base.metadata.tables["questions"].c
        if column.name not in INNER
    ]
    return select(*columns).order_by(Question.id)


def _feedback() -> Select[Any]:
    """Best rating first and without its time, so that nobody can tell who it was; below `ENOUGH` answers only
    what was given with a name."""
    several = (
        select(Feedback.lunch_id).group_by(Feedback.lunch_id).having(func.count() >= ENOUGH).scalar_subquery()
    )
    who = case((Feedback.named, Feedback.member_id), else_=null()).label("member_id")
    return (
        select(
            Feedback.lunch_id,
            who,
            Feedback.workspace_id,
            Feedback.rating,
            Feedback.use,
            Feedback.missing,
            Feedback.named,
        )
        .where(or_(Feedback.named, Feedback.lunch_id.in_(several)))
        .order_by(Feedback.lunch_id, Feedback.rating.desc(), Feedback.use, Feedback.missing)
    )


def _votes() -> Select[int, str, str, int]:
    """How many of each; a vote is nobody else's business."""
    return (
        select(RoundVote.round_id, RoundVote.phase, RoundVote.choice, func.count().label("votes"))
        .group_by(RoundVote.round_id, RoundVote.phase, RoundVote.choice)
        .order_by(RoundVote.round_id, RoundVote.phase, RoundVote.choice)
    )
