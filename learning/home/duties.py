"""What waits for whoever facilitates: questions, lunches, circles and topics that found nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from learning.circles import circles
from learning.circles.circles import CircleFacts
from learning.lunches import demand, lunches
from learning.lunches.demand import Unmet
from learning.lunches.lunches import Card
from learning.questions.escalation import WITH_FACILITATORS
from learning.workspace import channels, workspaces
from storage.models.lunches import Lunch
from storage.models.questions import Answer, Question, Search

LATELY = timedelta(days=90)
"""What was asked longer ago is on nobody's list any more."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that nobody replied to, although everyone who may know it was asked."""

    question_id: int
    text: str
    link: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits for facilitators; of each kind there may be one more than is shown."""

    unanswered: tuple[Unanswered, ...] = ()
    orphaned: tuple[Card, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    circles: tuple[CircleFacts, ...] = ()

    @property
    def some(self) -> bool:
        return bool(self.unanswered or self.orphaned or self.unmet or self.circles)


def find(session: Session, workspace_id: str, *, at: datetime, without: Collection[int] = ()) -> Duties:
    """What waits for the facilitators of this workspace now (UTC), newest and soonest first.

    `without` are questions that whoever looks sees already, as their own.
    """
    return Duties(
        _unanswered(session, workspace_id, at, without),
        _orphaned(session, workspace_id, at),
        demand.untaught(session, workspace_id, at=at, limit=SHOWN + 1),
        circles.orphans(session, workspace_id, limit=SHOWN + 1),
    )


def _unanswered(
    session: Session, workspace_id: str, at: datetime, without: Collection[int]
) -> tuple[Unanswered, ...]:
    replied = exists().where(
        Answer.question_id == Question.id,
        Answer.author_id != Question.asker_id,
        Answer.deleted_at.is_(None),
    )
    rows = session.scalars(
        select(Question)
        .join(Search, Search.question_id == Question.id)
        .where(
            Question.workspace_id == workspace_id,
            Question.is_open(),
            Question.asked_at > at - LATELY,
            Search.step >= WITH_FACILITATORS,
            Question.message_ts.is_not(None),
            Question.channel_id.in_(channels.open_to_all(workspace_id)),
            Question.id.not_in(without),
            ~replied,
        )
        .order_by(Question.asked_at.desc(), Question.id.desc())
        .limit(SHOWN + 1)
    )
    return tuple(
        Unanswered(
            row.id,
            row.text,
            workspaces.link(session, workspace_id, row.channel_id, row.message_ts or ""),
            row.asked_at,
        )
        for row in rows
    )


def _orphaned(session: Session, workspace_id: str, at: datetime) -> tuple[Card, ...]:
    found = session.scalars(
        select(Lunch)
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at > at,
            Lunch.state.in_(("planned", "open")),
            Lunch.orphaned,
        )
        .order_by(Lunch.starts_at, Lunch.id)
        .limit(SHOWN + 1)
    ).all()
    return lunches.cards(session, found) if found else ()
