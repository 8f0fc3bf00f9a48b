"""Searches: step by step, somebody is looked for who can answer a question, until somebody replies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from learning.core import hours
from learning.questions import experts, keys, names
from learning.workspace import people, settings
from storage import activity_log
from storage.engine.compiled import insert_new, run
from storage.models.questions import Question, Search
from storage.models.teaching import Request
from storage.outbox import outbox

ASKED, ASKED_ON, WITH_FACILITATORS = 1, 2, 3
"""The steps of a search."""
FIRST_WAIT, NEWCOMERS_WAIT = timedelta(hours=4), timedelta(hours=1)
"""Working hours without a reply before the next two are asked; less for someone's first question."""
LEAST_WAIT = timedelta(hours=1)
"""Working time between the next two and the facilitators."""
_SEARCH, _REQUEST = Search.__table__.c, Request.__table__.c
_STEP = select(_SEARCH.step).where(_SEARCH.question_id == bindparam("question"))
_ASKED = (
    select(_REQUEST.member_id, _REQUEST.why)
    .where(
        _REQUEST.kind == names.Requests.QUESTION,
        _REQUEST.subject_id == bindparam("question"),
        _REQUEST.state == "asked",
    )
    .order_by(_REQUEST.id)
)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a card says of the search: who was asked and why, and the step it is at."""

    asked: tuple[tuple[str, str], ...] = ()
    step: int = 0


def begin(session: Session, workspace_id: str, question_id: int, *, at: datetime) -> None:
    """A question stands in its channel: whom to ask is looked up by the loop, once."""
    insert_new(session, Search, question_id=question_id, workspace_id=workspace_id, step=0, next_at=at)


def escalate(session: Session, *, at: datetime, limit: int = 1) -> int:
    """Takes the next step for questions whose time has come; doing it twice changes nothing.

    First up to two people who know its topics are named in the thread. Without a reply, the next two after
    four working hours (one, for somebody's first question), and after a working day the facilitators: their
    channel, or each of them where there is none. Returns how many questions were looked at; each takes a
    little while, so one at a time keeps nobody waiting.
    """
    rows = session.scalars(
        select(Search)
        .where(Search.next_at <= at)
        .order_by(Search.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        question = session.get_one(Question, row.question_id)
        if question.state != "open" or experts.replied(session, question):
            row.next_at = None
            continue
        zone = people.get(session, question.workspace_id, question.asker_id).zone
        chosen = settings.get(session, question.workspace_id)
        row.step += 1
        if row.step == ASKED:
            wait = FIRST_WAIT if _asked_before(session, question) else NEWCOMERS_WAIT
            row.next_at = hours.after(at, wait, zone, chosen.hours)
        elif row.step == ASKED_ON:
            row.next_at = max(
                hours.after(question.asked_at, chosen.hours.a_day, zone, chosen.hours),
                hours.after(at, LEAST_WAIT, zone, chosen.hours),  # After an outage, too, they have a while.
            )
        else:
            row.next_at = None
            tell_facilitators(session, question, chosen[settings.FACILITATORS_CHANNEL], at)
        found = 0
        if row.step <= ASKED_ON:
            found = experts.summon(session, question, at=at)
        if row.step > ASKED:
            activity_log.record(
                session, question.workspace_id, None, names.Verbs.ESCALATED, ("question", question.id), at=at
            )
        session.flush()
        if found or row.step > ASKED:
            outbox.refresh(session, question.workspace_id, keys.card(question.id), at=at)
    return len(rows)


def stop(session: Session, question: Question, *, at: datetime) -> None:
    """Somebody replied: nobody else is asked, and those not yet told are spared."""
    session.execute(update(Search).where(Search.question_id == question.id).values(next_at=None))
    session.execute(
        update(Request)
        .where(
            Request.kind == names.Requests.QUESTION,
            Request.subject_id == question.id,
            Request.state == "asked",
            Request.due_at > at,
        )
        .values(state="spared", decided_at=at)
        .execution_options(synchronize_session=False)
    )


def progress(session: Session, question_id: int) -> Progress:
    """What a card says of the search."""
    rows = run(session, _ASKED, {"question": question_id}).all()
    step: int | None = run(session, _STEP, {"question": question_id}).scalar()
    return Progress(tuple((member, reason) for member, reason in rows), step or 0)


def tell_facilitators(session: Session, question: Question, channel_id: str | None, at: datetime) -> None:
    """The facilitators hear of a question that waits: in their channel, or each where there is none."""
    recipients = [channel_id] if channel_id else people.facilitators(session, question.workspace_id)
    for recipient in recipients:
        outbox.say(
            session,
            question.workspace_id,
            outbox.key(names.WAITING, question.id, recipient),
            names.WAITING,
            question.id,
            recipient,
            at=at,
        )


def _asked_before(session: Session, question: Question) -> bool:
    earlier = session.scalars(
        select(Question.id)
        .where(
            Question.workspace_id == question.workspace_id,
            Question.asker_id == question.asker_id,
            Question.id < question.id,
            Question.state.in_(("open", "answered")),
        )
        .limit(1)
    ).first()
    return earlier is not None
