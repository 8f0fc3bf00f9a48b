"""What teaching holds about people: what they offer and wish for, and what was asked of their time."""

from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import ANONYMISE, DELETE, PersonalColumn, Privacy, whole
from learning.teaching import offers, requests
from storage.models.teaching import Offer, Referral, Request, Teacher, Wish

PRIVACY = Privacy(
    shelf=Shelf.TEACH,
    columns=(
        PersonalColumn("teaching", Teacher, "member_id", DELETE),
        PersonalColumn("offers", Offer, "member_id", DELETE),
        PersonalColumn("wishes", Wish, "member_id", DELETE),
        PersonalColumn("referred_to_me", Referral, "member_id", DELETE, age="at"),
        PersonalColumn("referred_by_me", Referral, "by_id", ANONYMISE, age="at"),
        PersonalColumn(
            "requests", Request, "member_id", ANONYMISE, words={"why": ""}, within="id", age="asked_at"
        ),
        PersonalColumn(
            "requests_by_my_word",
            Request,
            "told_by",
            ANONYMISE,
            words={"why": offers.told_by("")},
            age="asked_at",
        ),
    ),
    exports=(whole(Teacher), whole(Offer), whole(Wish), whole(Referral), whole(Request)),
    leave=(requests.decline_all,),
)
