"""Where somebody is named in channels, beside questions and lunches: in thanks, and in rounds of circles."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.models import CircleMember, Kudos, KudosRecipient, Outbox, Round

OF_ROUNDS = (
    "circles.prompt",
    "circles.recap",
    "turns.done",
    "debates.sides",
    "debates.again",
    "debates.result",
    "coffees.vote",
    "coffees.agenda",
)
"""The kinds of messages that name people of a circle, and whose subject is a round."""


def keys(session: Session, workspace_id: str, member_id: str) -> Sequence[str]:
    """The outbox keys of thanks they gave or received, and of what circles of theirs showed, newest first."""
    received = select(KudosRecipient.kudos_id).where(
        KudosRecipient.workspace_id == workspace_id, KudosRecipient.member_id == member_id
    )
    thanked = select(Kudos.id).where(
        Kudos.workspace_id == workspace_id, or_(Kudos.giver_id == member_id, Kudos.id.in_(received))
    )
    circles = select(CircleMember.circle_id).where(
        CircleMember.workspace_id == workspace_id, CircleMember.member_id == member_id
    )
    met = select(Round.id).where(Round.circle_id.in_(circles), Round.message_ts.is_not(None))
    return session.scalars(
        select(Outbox.key)
        .where(
            Outbox.workspace_id == workspace_id,
            Outbox.message_ts.is_not(None),
            Outbox.state == "sent",
            or_(
                Outbox.kind.in_(("kudos.card", "kudos.note")) & Outbox.subject_id.in_(thanked),
                Outbox.kind.in_(OF_ROUNDS) & Outbox.subject_id.in_(met),
            ),
        )
        .order_by(Outbox.id.desc())
    ).all()
