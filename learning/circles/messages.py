"""Kinds of messages about circles: whom each names, and what it is about."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from learning.circles import names
from learning.core import log
from learning.core import names as common
from learning.core.sockets.messages import NOBODY, MessageKind
from learning.core.whose import Whose
from learning.workspace import channels
from storage.models.circles import Circle, CircleMember, CoffeeTopic, Round, RoundReply, RoundSide, RoundTurn
from storage.models.outbox import Outbox


def _led(whose: Whose) -> Select[int]:
    """Circles that they facilitate, or once did."""
    once = log.about(whose, "circle", names.Verbs.BEGAN, common.Verbs.TOOK_OVER)
    return select(Circle.id).where(
        Circle.workspace_id == whose.workspace_id,
        or_(Circle.facilitator_id == whose.id, Circle.id.in_(once)),
    )


def _rounds(whose: Whose) -> Select[int]:
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
            Round.circle_id.in_(_led(whose)),
            *(Round.id.in_(part) for part in taken),
        ),
    )


def _circle(session: Session, row: Outbox) -> str:
    return _name(session, row.subject_id)


def _round(session: Session, row: Outbox) -> str:
    """What is said of a round is about its circle."""
    held = session.get(Round, row.subject_id)
    return _name(session, held.circle_id) if held else ""


def _name(session: Session, number: int) -> str:
    circle = session.get(Circle, number)
    public = circle and channels.is_public(session, circle.workspace_id, circle.channel_id)
    return circle.name if circle and public else ""


MESSAGES = (
    MessageKind(names.PROMPT, _rounds, _round),
    MessageKind(names.REST, NOBODY, _round),
    MessageKind(names.PREVIEW, NOBODY, _round),
    MessageKind(names.RECAP, _rounds, _round),
    MessageKind(names.ADDED, _led, _circle),
    MessageKind(names.QUIET, NOBODY, _circle),
    MessageKind(names.STUCK, NOBODY, _round),
    MessageKind(names.STRANDED, NOBODY, _circle),
    MessageKind(names.ORPHAN, _led, _circle),
    MessageKind(names.TURNS_NEXT, _rounds, _round),
    MessageKind(names.TURNS_DONE, NOBODY, _round),
    MessageKind(names.DEBATE_SIDES, _rounds, _round),
    MessageKind(names.DEBATE_AGAIN, NOBODY, _round),
    MessageKind(names.DEBATE_RESULT, NOBODY, _round),
    MessageKind(names.COFFEE_VOTE, NOBODY, _round),
    MessageKind(names.COFFEE_AGENDA, _rounds, _round),
    MessageKind(names.COFFEE_TOPIC, _rounds, _round),
)
