"""Experts: people who can answer a question are asked, without wearing them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import hours
from learning.core import names as common
from learning.core.errors import Gone, NotAllowed
from learning.core.hours import Hours
from learning.questions import keys, names, tags
from learning.teaching import candidates, capacity, offers
from learning.teaching.candidates import Candidate
from learning.workspace import channels, people, settings
from storage import activity_log
from storage.models.questions import Answer, Question
from storage.models.teaching import Request
from storage.outbox import outbox

AT_ONCE = 2
"""How many people are asked together."""
_ASK_SOMEONE = re.compile(
    r"^\s*(?:please\s+|maybe\s+)?ask\s+<@(?P<who>[UW][A-Z0-9]+)(?:\|[^>]*)?>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone who was asked to help with a question, and why them."""

    request_id: int
    member_id: str
    why: str
    thread_ts: str | None
    needed: bool
    passed: bool


def summon(session: Session, question: Question, *, at: datetime, most: int = AT_ONCE) -> int:
    """Asks up to `most` more people; returns how many were found."""
    tagged = tags.of_question(session, question.id)
    able = candidates.find(
        session,
        question.workspace_id,
        [number for number, _ in tagged],
        way="answers",
        without=[*_tried(session, question.id), question.asker_id],
        at=at,
    )
    room = channels.get(session, question.workspace_id, question.channel_id)
    if room is not None and room.is_private:
        # Slack tells nobody who is not in it; who is, the bot knows only of those who have spoken there.
        there = _spoke(session, question)
        able = tuple(one for one in able if one.member_id in there)
    working = settings.get(session, question.workspace_id).hours
    chosen = choose(able, at, most, working)
    # Held in one order, whoever else asks them: two who wait for each other would wait forever.
    ids = sorted(one.member_id for one in chosen)
    free = {who for who in ids if capacity.has_room(session, question.workspace_id, who, at)}
    chosen = [one for one in chosen if one.member_id in free]
    names = [name for _, name in tagged]
    for one in chosen:
        _request(session, question, one.member_id, one.zone, why(one, names), at)
    return len(chosen)


def choose(
    able: Sequence[Candidate], at: datetime, most: int = AT_ONCE, working: Hours = hours.USUAL
) -> list[Candidate]:
    """Of those with room, the one with most to offer and the one who waited longest for a turn.

    People within their working hours come first; whoever was never asked has waited longest.
    """
    free = [one for one in able if one.left > 0]
    awake = [one for one in free if hours.is_working(at, one.zone, working)] or free
    chosen: list[Candidate] = awake[:1]
    rest = [one for one in awake if one not in chosen] or [one for one in free if one not in chosen]
    rest.sort(key=lambda one: (one.asked_at is not None, one.asked_at or at, -one.score, one.member_id))
    return (chosen + rest)[:most]


def why(one: Candidate, names: Sequence[str]) -> str:
    """Why somebody is asked, in words."""
    about = " ".join(f"#{name}" for name in names)
    if not one.reasons:
        return f"a colleague says they know {about}"
    _, reason = one.reasons[0]
    return f"{reason} {about}"


def release(session: Session, request: Request, *, at: datetime) -> None:
    """Somebody who was not told yet pauses: the next person is asked instead."""
    request.state, request.decided_at = "spared", at
    session.flush()
    question = session.get_one(Question, request.subject_id)
    if question.state == "open" and not replied(session, question):
        summon(session, question, at=at, most=1)
    outbox.refresh(session, request.workspace_id, keys.card(question.id), at=at)


def not_me(session: Session, workspace_id: str, member_id: str, request_id: int, *, at: datetime) -> None:
    """Someone who was asked passes, quietly: their line goes, and the next person is asked."""
    people.acting(session, workspace_id, member_id)
    request = session.get(Request, request_id, with_for_update=True)
    if request is None or request.workspace_id != workspace_id or request.kind != names.Requests.QUESTION:
        raise Gone("That isn't there any more.")
    if request.member_id != member_id:
        raise NotAllowed("Only the person who is named here can pass. If you know the answer, do reply!")
    if request.state != "asked":
        return
    request.state, request.decided_at = "passed", at
    session.flush()
    outbox.refresh(session, workspace_id, keys.expert(request.id), at=at)
    question = session.get_one(Question, request.subject_id)
    activity_log.record(
        session, workspace_id, member_id, common.Verbs.PASSED, ("question", question.id), at=at
    )
    if question.state == "open" and not replied(session, question):
        summon(session, question, at=at, most=1)
    outbox.refresh(session, workspace_id, keys.card(question.id), at=at)


def refers(session: Session, question: Question, author_id: str, text: str, *, at: datetime) -> bool:
    """Whether a reply only says "ask @someone": then that is remembered for the topic, and they are asked."""
    match = _ASK_SOMEONE.match(text)
    if match is None or match["who"] in (author_id, question.asker_id):
        return False
    topic_ids = _topics(session, question.id)
    member_id = match["who"]
    offers.refer(session, question.workspace_id, author_id, member_id, topic_ids, at=at)
    member = people.get(session, question.workspace_id, member_id)
    able = not (member.is_gone or member.is_bot or member_id in _tried(session, question.id))
    # Whoever has no room this week, or pauses, is remembered and left in peace.
    if able and capacity.has_room(session, question.workspace_id, member_id, at):
        name = people.get(session, question.workspace_id, author_id).name
        _request(session, question, member_id, member.zone, offers.told_by(name), at, by=author_id)
        outbox.refresh(session, question.workspace_id, keys.card(question.id), at=at)
    return True


def asked(session: Session, request_id: int) -> Asked:
    """A line in a thread that asks somebody; not `needed` once they passed or somebody replied first."""
    request = session.get_one(Request, request_id)
    question = session.get_one(Question, request.subject_id)
    needed = request.state == "asked" and question.state == "open"
    return Asked(
        request.id, request.member_id, request.why, question.message_ts, needed, request.state == "passed"
    )


def replied(session: Session, question: Question) -> bool:
    """Whether somebody other than the asker replied."""
    return session.scalars(select(Answer.id).where(Answer.counts_for(question)).limit(1)).first() is not None


def _request(
    session: Session,
    question: Question,
    member_id: str,
    zone: str,
    reason: str,
    at: datetime,
    by: str | None = None,
) -> None:
    due = hours.next_working(at, zone, settings.get(session, question.workspace_id).hours)
    request = Request(
        workspace_id=question.workspace_id,
        kind=names.Requests.QUESTION,
        subject_id=question.id,
        member_id=member_id,
        state="asked",
        why=reason,
        told_by=by,
        asked_at=at,
        due_at=due,
    )
    session.add(request)
    session.flush()
    outbox.say(
        session,
        question.workspace_id,
        keys.expert(request.id),
        names.EXPERT,
        request.id,
        question.channel_id,
        at=at,
        due_at=due,
    )


def _tried(session: Session, question_id: int) -> list[str]:
    return list(
        session.scalars(
            select(Request.member_id).where(
                Request.kind == names.Requests.QUESTION, Request.subject_id == question_id
            )
        )
    )


def _spoke(session: Session, question: Question) -> set[str]:
    """Who has asked or answered in a question's channel."""
    own = Question.workspace_id == question.workspace_id, Question.channel_id == question.channel_id
    return set(
        session.scalars(
            select(Question.asker_id)
            .where(*own)
            .union(select(Answer.author_id).join(Question, Question.id == Answer.question_id).where(*own))
        )
    )


def _topics(session: Session, question_id: int) -> list[int]:
    return [number for number, _ in tags.of_question(session, question_id)]
