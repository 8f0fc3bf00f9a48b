"""What half hours hold about people: who asked for them, and who gave them."""

from datetime import datetime

from sqlalchemy import Text, cast, literal, select, update
from sqlalchemy.orm import Session

from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import ANONYMISE, PersonalColumn, Privacy, whole
from learning.half_hours import half_hours, names
from storage.models.base import NOBODY
from storage.models.half_hours import HalfHour
from storage.models.teaching import Request


def unname(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    """Somebody's data is deleted: a press is known by whom it asked for half an hour, and no more by them."""
    called = select(Request.subject_id).where(
        Request.workspace_id == workspace_id,
        Request.member_id == member_id,
        Request.kind == names.Requests.HALF_HOUR,
    )
    session.execute(
        update(HalfHour)
        .where(HalfHour.id.in_(called))
        .values(request_key=literal(NOBODY).concat(cast(HalfHour.id, Text)))
    )


PRIVACY = Privacy(
    shelf=Shelf.PAIR,
    columns=(
        PersonalColumn(
            "half_hours_asked", HalfHour, "learner_id", ANONYMISE, keys=("request_key",), age="asked_at"
        ),
        PersonalColumn(
            "half_hours_given", HalfHour, "teacher_id", ANONYMISE, keys=("request_key",), age="asked_at"
        ),
    ),
    exports=(whole(HalfHour, {"request_key"}),),
    withdraw=(half_hours.withdraw,),
    erase=(unname,),
)
