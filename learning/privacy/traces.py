"""What somebody asked, said, led or had a part in: the numbers of its rows, which messages are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from learning.digests import suggestions
from storage.models.activity_log import LogEntry
from storage.models.circles import Circle, CircleMember, CoffeeTopic, Round, RoundReply, RoundSide, RoundTurn
from storage.models.digests import Suggestion
from storage.models.half_hours import HalfHour
from storage.models.kudos import Kudos, KudosRecipient
from storage.models.lunches import Feedback, Lunch, LunchNote
from storage.models.outbox import Outbox
from storage.models.questions import Answer, Question, QuestionTopic
from storage.models.teaching import Request
from storage.models.workspace import Change


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody whose appearances are looked for."""

    session: Session
    workspace_id: str
    id: str

    def rows(self, model: Any, *columns: Any, number: Any = None) -> Select[int]:
        """The numbers of a table's rows that have their id in one of these columns."""
        theirs = or_(*(column == self.id for column in columns))
        return select(model.id if number is None else number).where(
            model.workspace_id == self.workspace_id, theirs
        )


def received(workspace_id: str, member_id: str) -> Select[int]:
    """The thanks that somebody received."""
    return select(KudosRecipient.kudos_id).where(
        KudosRecipient.workspace_id == workspace_id, KudosRecipient.member_id == member_id
    )


def asked(whose: Whose) -> Select[int]:
    return whose.rows(Question, Question.asker_id)


def _answered(whose: Whose) -> Select[int]:
    return whose.rows(Answer, Answer.author_id)


def replied_to(whose: Whose) -> Select[int]:
    return whose.rows(Answer, Answer.author_id, number=Answer.question_id)


def _called(whose: Whose) -> ColumnElement[bool]:
    """Their time was asked for, or somebody else's because they told of them."""
    return and_(
        Request.workspace_id == whose.workspace_id,
        or_(Request.member_id == whose.id, Request.told_by == whose.id),
    )


def calls(whose: Whose) -> Select[int]:
    return select(Request.id).where(_called(whose))


def cards(whose: Whose) -> Select[int]:
    """They asked, theirs is the answer, or the card tells that they are asked for help."""
    called = select(Request.subject_id).where(_called(whose), Request.kind == "question")
    return select(Question.id).where(
        Question.workspace_id == whose.workspace_id,
        or_(
            Question.asker_id == whose.id,
            Question.accepted_answer_id.in_(_answered(whose)),
            Question.id.in_(called),
        ),
    )


def news(whose: Whose) -> Select[int]:
    return select(Answer.id).where(
        Answer.workspace_id == whose.workspace_id,
        or_(Answer.author_id == whose.id, Answer.question_id.in_(asked(whose))),
    )


def found_again(whose: Whose) -> Select[int]:
    """Drafts of those whom a question of theirs helped."""
    return select(Question.id).where(
        Question.workspace_id == whose.workspace_id, Question.deflected_to.in_(asked(whose))
    )


def demands(whose: Whose) -> Select[int]:
    """Whoever is asked to host a topic reads what is asked about it."""
    topics = select(QuestionTopic.topic_id).where(QuestionTopic.question_id.in_(asked(whose)))
    return select(Request.id).where(
        Request.workspace_id == whose.workspace_id, Request.kind == "lunch", Request.subject_id.in_(topics)
    )


def half_hours(whose: Whose) -> Select[int]:
    return whose.rows(HalfHour, HalfHour.learner_id, HalfHour.teacher_id)


def _led(whose: Whose, noun: str, model: Any, column: Any) -> Select[int]:
    """Lunches or circles that they lead, or once led."""
    once = whose.rows(LogEntry, LogEntry.actor_id, number=LogEntry.subject_id).where(
        LogEntry.subject_kind == noun, LogEntry.verb.in_(("proposed", "began", "took_over"))
    )
    return select(model.id).where(
        model.workspace_id == whose.workspace_id, or_(column == whose.id, model.id.in_(once))
    )


def lunches(whose: Whose) -> Select[int]:
    return _led(whose, "lunch", Lunch, Lunch.host_id)


def circles(whose: Whose) -> Select[int]:
    return _led(whose, "circle", Circle, Circle.facilitator_id)


def notes(whose: Whose) -> Select[int]:
    return whose.rows(LunchNote, LunchNote.author_id)


def opinions(whose: Whose) -> Select[int]:
    return whose.rows(Feedback, Feedback.member_id, number=Feedback.lunch_id)


def rounds(whose: Whose) -> Select[int]:
    """Rounds of circles that they are in, were in or led, and those they had a part in from outside."""
    been_in = whose.rows(CircleMember, CircleMember.member_id, number=CircleMember.circle_id)
    parts = (
        (RoundReply, RoundReply.author_id),
        (RoundTurn, RoundTurn.member_id),
        (RoundSide, RoundSide.member_id),
        (CoffeeTopic, CoffeeTopic.member_id),
    )
    taken = (whose.rows(model, column, number=model.round_id) for model, column in parts)
    return select(Round.id).where(
        Round.workspace_id == whose.workspace_id,
        or_(
            Round.circle_id.in_(been_in),
            Round.circle_id.in_(circles(whose)),
            *(Round.id.in_(part) for part in taken),
        ),
    )


def _thanked(whose: Whose) -> ColumnElement[bool]:
    theirs = Kudos.id.in_(received(whose.workspace_id, whose.id))
    return and_(Kudos.workspace_id == whose.workspace_id, or_(Kudos.giver_id == whose.id, theirs))


def thanks(whose: Whose) -> Select[int]:
    return select(Kudos.id).where(_thanked(whose))


def applause(whose: Whose) -> Select[int]:
    """What tells of all who applaud one message is about the first of them."""
    first = aliased(Kudos)
    same = and_(
        Kudos.workspace_id == first.workspace_id,
        Kudos.channel_id == first.channel_id,
        Kudos.message_ts == first.message_ts,
    )
    return select(first.id).join(Kudos, same).where(_thanked(whose))


def roundups(whose: Whose) -> Select[int]:
    """All, one a week: they also name those whose help nobody thanked."""
    return select(Outbox.subject_id).where(
        Outbox.workspace_id == whose.workspace_id, Outbox.kind == "kudos.roundup"
    )


def digests(whose: Whose) -> Collection[int]:
    """Weeks with a suggestion about or done by them, or with thanks of theirs in the eight weeks before."""
    decided = whose.rows(Suggestion, Suggestion.decided_by, number=Suggestion.week)
    about = select(Suggestion.week).where(suggestions.about(whose.workspace_id, whose.id))
    weeks = {week.toordinal() for query in (decided, about) for week in whose.session.scalars(query)}
    for at in whose.session.scalars(select(Kudos.given_at).where(_thanked(whose))):
        monday = at.date() - timedelta(days=at.weekday())
        # A week to either side, wherever the workspace's clock is.
        weeks |= {(monday + timedelta(weeks=number)).toordinal() for number in range(-1, 10)}
    return weeks


def introductions(whose: Whose) -> Select[int]:
    return select(Suggestion.id).where(suggestions.about(whose.workspace_id, whose.id))


def appointments(whose: Whose) -> Select[int]:
    return whose.rows(Change, Change.actor_id)
