"""What kudos hold about people: thanks given and received, and badges."""

from datetime import datetime

from sqlalchemy import Text, cast, literal, select, update
from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import ANONYMISE, DELETE, Parent, PersonalColumn, Privacy, whole
from storage.models.base import NOBODY
from storage.models.kudos import Badge, BadgeMark, Kudos, KudosReaction, KudosRecipient, KudosTopic


def unname(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Somebody's data is deleted: a press is known by whom it thanked, and no more by them."""
    received = select(KudosRecipient.kudos_id).where(
        KudosRecipient.workspace_id == workspace_id, KudosRecipient.member_id == member_id
    )
    session.execute(
        update(Kudos)
        .where(Kudos.id.in_(received))
        .values(request_key=literal(NOBODY).concat(cast(Kudos.id, Text)))
    )


PRIVACY = Privacy(
    shelf=Shelf.THANK,
    columns=(
        PersonalColumn(
            "thanks_given",
            Kudos,
            "giver_id",
            ANONYMISE,
            words={"reason": ""},
            keys=("request_key",),
            age="given_at",
        ),
        PersonalColumn("thanks_received", KudosRecipient, "member_id", ANONYMISE, within="kudos_id"),
        PersonalColumn("reactions_that_thank", KudosReaction, "giver_id", DELETE, age="event_at"),
        PersonalColumn("badges", Badge, "member_id", DELETE),
    ),
    parents=(Parent("kudos_id", Kudos, Kudos.given_at),),
    exports=(whole(Kudos, {"request_key"}), whole(KudosRecipient), whole(KudosTopic), whole(Badge)),
    unexported=(KudosReaction, BadgeMark),
    erase=(unname,),
)
