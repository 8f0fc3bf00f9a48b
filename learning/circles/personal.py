"""What circles hold about people: who is in them, who spoke and when it was whose turn."""

from sqlalchemy import Select, func, select

from learning.circles import membership
from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import (
    ANONYMISE,
    DELETE,
    TAKEN_BACK,
    Export,
    Named,
    Parent,
    PersonalColumn,
    Privacy,
    whole,
)
from storage.models.circles import (
    Circle,
    CircleMember,
    CirclePrompt,
    CoffeeTopic,
    CoffeeVote,
    Round,
    RoundReply,
    RoundSide,
    RoundTurn,
    RoundVote,
    UsedPrompt,
)


def votes() -> Select[int, str, str, int]:
    """How many of each; a vote is nobody else's business."""
    return (
        select(RoundVote.round_id, RoundVote.phase, RoundVote.choice, func.count().label("votes"))
        .group_by(RoundVote.round_id, RoundVote.phase, RoundVote.choice)
        .order_by(RoundVote.round_id, RoundVote.phase, RoundVote.choice)
    )


PRIVACY = Privacy(
    shelf=Shelf.TALK,
    columns=(
        PersonalColumn("circles_facilitated", Circle, "facilitator_id", ANONYMISE),
        PersonalColumn("circles", CircleMember, "member_id", DELETE),
        PersonalColumn("rounds_opened", Round, "opener_id", ANONYMISE, age="due_at"),
        PersonalColumn("replies_in_circles", RoundReply, "author_id", ANONYMISE),
        PersonalColumn("turns_in_circles", RoundTurn, "member_id", ANONYMISE, within="round_id"),
        PersonalColumn("sides_in_debates", RoundSide, "member_id", ANONYMISE, within="round_id"),
        PersonalColumn("votes_in_debates", RoundVote, "member_id", ANONYMISE, within="round_id"),
        PersonalColumn(
            "topics_for_coffee",
            CoffeeTopic,
            "member_id",
            ANONYMISE,
            words={"text": TAKEN_BACK},
            keys=("request_key",),
        ),
        PersonalColumn("votes_for_coffee", CoffeeVote, "member_id", ANONYMISE, within="topic_id"),
    ),
    named=(Named("circle_id", Circle, "circle", "name"),),
    parents=(Parent("round_id", Round, Round.due_at),),
    exports=(
        whole(Circle, {"request_key", "version", "orphaned"}),
        whole(CircleMember),
        whole(CirclePrompt),
        whole(Round, {"seed", "version"}),
        whole(RoundReply),
        whole(RoundTurn),
        whole(RoundSide),
        Export("round_votes", votes),
        whole(CoffeeTopic, {"request_key"}),
    ),
    unexported=(UsedPrompt, CoffeeVote),
    leave=(membership.leave_all,),
)
