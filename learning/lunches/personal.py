"""What lunches hold about people: who hosts, who has a seat, and what they made of it."""

from typing import Any

from sqlalchemy import Select, case, func, null, or_, select

from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import ANONYMISE, Export, Named, Parent, PersonalColumn, Privacy, whole
from learning.lunches import seats
from learning.lunches.afterwards import ENOUGH
from storage.models.lunches import Feedback, Lunch, LunchNote, LunchTopic, Seat, Series


def opinions() -> Select[Any]:
    """Feedback, best rating first and without its time, so that nobody can tell who it was; below `ENOUGH`
    answers only what was given with a name."""
    several = (
        select(Feedback.lunch_id).group_by(Feedback.lunch_id).having(func.count() >= ENOUGH).scalar_subquery()
    )
    named = case((Feedback.named, Feedback.member_id), else_=null()).label("member_id")
    return (
        select(
            Feedback.lunch_id,
            named,
            Feedback.workspace_id,
            Feedback.rating,
            Feedback.use,
            Feedback.missing,
            Feedback.named,
        )
        .where(or_(Feedback.named, Feedback.lunch_id.in_(several)))
        .order_by(Feedback.lunch_id, Feedback.rating.desc(), Feedback.use, Feedback.missing)
    )


PRIVACY = Privacy(
    shelf=Shelf.GATHER,
    columns=(
        PersonalColumn("lunches_hosted", Lunch, "host_id", ANONYMISE, words={"why": ""}, age="starts_at"),
        PersonalColumn("seats", Seat, "member_id", ANONYMISE, within="lunch_id", age="at"),
        PersonalColumn("notes_to_guests", LunchNote, "author_id", ANONYMISE, words={"text": ""}, age="at"),
        PersonalColumn(
            "feedback",
            Feedback,
            "member_id",
            ANONYMISE,
            words={"use": "", "missing": ""},
            flags={"named": False},
            within="lunch_id",
            age="at",
        ),
    ),
    named=(Named("lunch_id", Lunch, "lunch", "title"),),
    parents=(Parent("lunch_id", Lunch, Lunch.starts_at),),
    exports=(
        whole(Series),
        whole(Lunch, {"request_key", "uid", "version", "sequence", "orphaned"}),
        whole(LunchTopic),
        whole(Seat),
        whole(LunchNote, {"request_key"}),
        Export("lunch_feedback", opinions),
    ),
    leave=(seats.leave_all,),
)
