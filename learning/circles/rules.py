"""The rule of circles behind the digest's suggestions: what it finds, and what its button does."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from learning.circles import circles, names, replies
from learning.core.errors import LearningError
from learning.core.sockets.digest import Found, Rule
from storage.models.circles import Circle
from storage.models.workspace import Member
from storage.outbox import outbox


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
    key = outbox.key(names.QUIET, number, f"{at:%Y-%m-%d}")
    outbox.say(session, workspace_id, key, names.QUIET, number, circle.facilitator_id, at=at)
    return {"asked": [circle.facilitator_id]}


QUIET = Rule(kind="quiet", find=quiet, act=ask_for_another_rhythm)
