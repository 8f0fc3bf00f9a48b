"""Questions on Home: those that wait for somebody, one's own, and those that found nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from learning.core.sockets.home import DUTIES_SHOWN, SHOWN, Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.questions.escalation import WITH_FACILITATORS
from learning.workspace import channels, workspaces
from storage.models.questions import Answer, Question, Search
from storage.models.teaching import Request

LATELY = timedelta(days=30)
"""What was asked of somebody longer ago waits for them no more."""
LATELY_UNANSWERED = timedelta(days=90)
"""What was asked longer ago is on no facilitator's list any more."""

_REPLY = Answer.counts_for(Question)


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """A question that somebody was named for and that nobody replied to yet; `why` says why they were."""

    request_id: int
    question_id: int
    text: str
    link: str
    why: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class MyQuestion:
    """A question of one's own that is still open; `link` is empty until its card is posted."""

    question_id: int
    text: str
    link: str
    anonymous: bool
    asked_at: datetime
    replies: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that nobody replied to, although everyone who may know it was asked."""

    question_id: int
    text: str
    link: str
    asked_at: datetime


def asked_of(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> tuple[AskedOfMe, ...]:
    """The questions that wait for this member, newest first: they were named, and nobody has replied."""
    rows = session.execute(
        select(Request.id, Request.why, Request.asked_at, Question)
        .join(Question, Question.id == Request.subject_id)
        .where(
            Request.workspace_id == workspace_id,
            Request.member_id == member_id,
            Request.asked_at > at - LATELY,
            Request.kind == "question",
            Request.state == "asked",
            Request.due_at <= at,
            Question.state == "open",
            ~exists().where(_REPLY),
        )
        .order_by(Request.asked_at.desc(), Request.id.desc())
        .limit(SHOWN + 1)
    )
    return tuple(
        AskedOfMe(number, question.id, question.text, _link(session, question), why, asked_at)
        for number, why, asked_at, question in rows
    )


def questions_of(session: Session, workspace_id: str, member_id: str) -> tuple[MyQuestion, ...]:
    """This member's open questions, newest first, those without a name among them."""
    replies = select(func.count()).where(_REPLY).correlate(Question).scalar_subquery()
    rows = session.execute(
        select(Question, replies)
        .where(
            Question.workspace_id == workspace_id,
            Question.asker_id == member_id,
            Question.state == "open",
        )
        .order_by(Question.asked_at.desc(), Question.id.desc())
        .limit(SHOWN + 1)
    )
    return tuple(
        MyQuestion(
            question.id,
            question.text,
            _link(session, question),
            question.anonymous,
            question.asked_at,
            count,
        )
        for question, count in rows
    )


def unanswered(
    session: Session, workspace_id: str, *, at: datetime, without: Collection[int] = ()
) -> tuple[Unanswered, ...]:
    """The questions that wait for facilitators, newest first; `without` are those they see already."""
    rows = session.scalars(
        select(Question)
        .join(Search, Search.question_id == Question.id)
        .where(
            Question.workspace_id == workspace_id,
            Question.is_open(),
            Question.asked_at > at - LATELY_UNANSWERED,
            Search.step >= WITH_FACILITATORS,
            Question.message_ts.is_not(None),
            Question.channel_id.in_(channels.open_to_all(workspace_id)),
            Question.id.not_in(without),
            ~exists().where(_REPLY),
        )
        .order_by(Question.asked_at.desc(), Question.id.desc())
        .limit(DUTIES_SHOWN + 1)
    )
    return tuple(Unanswered(row.id, row.text, _link(session, row), row.asked_at) for row in rows)


def _link(session: Session, question: Question) -> str:
    if question.message_ts is None:
        return ""
    return workspaces.link(session, question.workspace_id, question.channel_id, question.message_ts)


def _asked(viewer: Viewer) -> tuple[AskedOfMe, ...]:
    return asked_of(viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at)


def _mine(viewer: Viewer) -> tuple[MyQuestion, ...]:
    return questions_of(viewer.session, viewer.workspace_id, viewer.member_id)


def _unanswered(viewer: Viewer) -> tuple[Unanswered, ...]:
    seen = {one.question_id for one in viewer[ASKED][:SHOWN]} | {
        one.question_id for one in viewer[MINE][:SHOWN]
    }
    return unanswered(viewer.session, viewer.workspace_id, at=viewer.at, without=seen)


ASKED = Entry("questions for them", Slot.WAITING, Shelf.ASK, _asked)
MINE = Entry("open questions", Slot.MINE, Shelf.ASK, _mine)
UNANSWERED = Entry("unanswered questions", Slot.FACILITATORS, Shelf.ASK, _unanswered)
