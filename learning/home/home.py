"""Home: what is one member's now, gathered in a handful of queries for the tab that only they see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from learning.circles import circles
from learning.circles.circles import ListedCircle as CircleListed
from learning.diagnostics import health
from learning.diagnostics.health import Health
from learning.half_hours import half_hours
from learning.half_hours.half_hours import Meeting
from learning.home import duties
from learning.home.duties import Duties
from learning.kudos import badges, kudos
from learning.kudos.badges import Earned
from learning.lunches import host_requests, listings
from learning.lunches.host_requests import Suggestion
from learning.lunches.listings import ListedLunch
from learning.teaching import offers, wishes
from learning.teaching.wishes import Wish
from learning.workspace import people, preferences, workspaces
from learning.workspace.people import Member
from learning.workspace.preferences import Preferences
from storage.models.questions import Answer, Question
from storage.models.teaching import Request

SHOWN = 5
"""How many of each kind are shown; the newest, or the soonest, of very many."""
THANKS = 3
ASKED = 2
"""How many half hours, and how many lunches to host, are shown; the oldest of more."""
LATELY = timedelta(days=30)
"""What was asked of somebody longer ago waits for them no more."""


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
class Home:
    """Everything on one member's Home; of each kind there may be one more than is shown.

    `pause` is until when (UTC) they want nothing at all, while they do. `duties` are there for facilitators
    only, `health` for admins only.
    """

    member: Member
    preferences: Preferences
    waiting: tuple[AskedOfMe, ...]
    lunches: tuple[ListedLunch, ...]
    circles: tuple[CircleListed, ...]
    questions: tuple[MyQuestion, ...]
    offers: offers.MyOffers
    thanks: kudos.MyKudos
    wanted: tuple[Wish, ...] = ()
    badges: tuple[Earned, ...] = ()
    half_hours: tuple[Meeting, ...] = ()
    to_host: tuple[Suggestion, ...] = ()
    pause: datetime | None = None
    duties: Duties | None = None
    health: Health | None = None

    @property
    def is_new(self) -> bool:
        """Whether there is nothing of theirs yet."""
        mine = (
            self.waiting,
            self.half_hours,
            self.to_host,
            self.lunches,
            self.circles,
            self.questions,
            self.offers.offers,
            self.wanted,
            self.thanks.received,
        )
        return not any(mine)


def get(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> Home:
    """What is this member's now (UTC), and nobody else's."""
    chosen = preferences.get(session, workspace_id, member_id)
    member = people.get(session, workspace_id, member_id)
    waiting = asked_of(session, workspace_id, member_id, at=at)
    questions = questions_of(session, workspace_id, member_id)
    seen = {one.question_id for one in waiting[:SHOWN]} | {one.question_id for one in questions[:SHOWN]}
    return Home(
        member=member,
        preferences=chosen,
        pause=chosen.paused_until if chosen.paused_until and chosen.paused_until > at else None,
        waiting=waiting,
        half_hours=half_hours.mine(session, workspace_id, member_id, at=at, limit=ASKED),
        to_host=host_requests.mine(session, workspace_id, member_id, at=at, limit=ASKED),
        lunches=listings.mine(session, workspace_id, member_id, at=at, limit=SHOWN + 1),
        circles=circles.mine(session, workspace_id, member_id, at=at, limit=SHOWN + 1),
        questions=questions,
        offers=offers.mine(session, workspace_id, member_id, at=at),
        wanted=wishes.mine(session, workspace_id, member_id),
        thanks=kudos.mine(session, workspace_id, member_id, at=at, limit=THANKS),
        duties=duties.find(session, workspace_id, at=at, without=seen) if member.facilitates else None,
        health=health.report(session, workspace_id, at=at) if member.administers else None,
        badges=badges.mine(session, workspace_id, member_id),
    )


def asked_of(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> tuple[AskedOfMe, ...]:
    """The questions that wait for this member, newest first: they were named, and nobody has replied."""
    replied = exists().where(
        Answer.question_id == Question.id,
        Answer.author_id != Question.asker_id,
        Answer.deleted_at.is_(None),
    )
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
            ~replied,
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
    replies = (
        select(func.count())
        .where(
            Answer.question_id == Question.id,
            Answer.author_id != Question.asker_id,
            Answer.deleted_at.is_(None),
        )
        .correlate(Question)
        .scalar_subquery()
    )
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


def _link(session: Session, question: Question) -> str:
    if question.message_ts is None:
        return ""
    return workspaces.link(session, question.workspace_id, question.channel_id, question.message_ts)
