"""Rules of questions behind the digest's suggestions: what they find, and what their buttons do."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Text, and_, cast, func, select
from sqlalchemy.orm import Session

from learning.core import hours, log
from learning.core.errors import LearningError
from learning.core.sockets.digest import Found, Quotes, Rule
from learning.questions import answers, escalation, experts, figures, keys, names, tags
from learning.teaching import understudies
from learning.workspace import settings
from storage.models.activity_log import LogEntry
from storage.models.questions import Answer, Question, QuestionTopic
from storage.models.teaching import Request
from storage.models.workspace import Channel, Member, Topic
from storage.outbox import outbox

LATELY = timedelta(weeks=4)
SUMMONED = 2
"""How many more people are asked to help with a question that waits."""
LOOKED_AT = timedelta(weeks=12)
"""How far back accepted answers are counted to see who carries a topic."""
AT_LEAST, SHARE = 5, 0.7
"""Somebody carries a topic who gave more than this share of at least so many accepted answers."""
TOGETHER = 3
"""How many people are looked for who could take some of it."""


def waiting(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Questions of the last four weeks, asked in public, that nobody else replied to for a working day."""
    replied = select(Answer.id).where(Answer.counts_for(Question))
    rows = session.execute(
        select(Question, Member.zone)
        .join(Channel, and_(Channel.workspace_id == workspace_id, Channel.id == Question.channel_id))
        .outerjoin(Member, and_(Member.workspace_id == workspace_id, Member.id == Question.asker_id))
        .where(
            Question.workspace_id == workspace_id,
            Question.is_open(),
            Question.asked_at > at - LATELY,
            Channel.is_private.is_(False),
            ~replied.exists(),
        )
        .order_by(Question.asked_at, Question.id)
        .limit(10)
    ).all()
    office = settings.get(session, workspace_id).hours
    return [
        Found(
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
        .where(Request.kind == names.Requests.QUESTION, Request.subject_id == question.id)
        .order_by(Request.id.desc())
        .limit(found)
    )
    return {"asked": sorted(asked)}


def leaning(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Topics where one person gave more than 70 % of the answers accepted in twelve weeks, five at least."""
    accepted = log.numbers(session, workspace_id, names.Verbs.ACCEPTED, at - LOOKED_AT, at)
    about = figures.answered(session, accepted)
    rows = session.execute(
        select(QuestionTopic.topic_id, Answer.author_id, func.count(Question.id.distinct()))
        .select_from(LogEntry)
        .join(Answer, Answer.id == LogEntry.subject_id)
        .join(Question, and_(Question.id == Answer.question_id, Question.accepted_answer_id == Answer.id))
        .join(QuestionTopic, QuestionTopic.question_id == Question.id)
        .where(
            log.within(workspace_id, at - LOOKED_AT, at),
            LogEntry.verb == names.Verbs.ACCEPTED,
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
        found.append(Found(str(topic_id), counts[first], facts))
    return found


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
    return {"asked": understudies.ask(session, workspace_id, number, chosen, at=at)}


def _asked_by(workspace_id: str, member_id: str) -> Select[str]:
    return select(cast(Question.id, Text)).where(
        Question.workspace_id == workspace_id, Question.asker_id == member_id
    )


def _forget(facts: dict[str, Any], instead: str) -> None:
    facts["text"] = instead


def _renew(session: Session, facts: dict[str, Any], at: datetime) -> dict[str, Any]:
    """How many days the question has waited by now (UTC)."""
    return {"days": (at - session.get_one(Question, facts["question_id"]).asked_at).days}


WAITING = Rule(
    kind="waiting",
    find=waiting,
    act=ask_two_more,
    quotes=Quotes(subjects=_asked_by, forget=_forget),
    renew=_renew,
)
LEANING = Rule(kind="leaning", find=leaning, act=ask_understudy)
