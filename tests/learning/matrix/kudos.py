"""Thanks: everyone may give them, guests too, and take back their own; rings are for admins."""

from sqlalchemy.orm import Session

from learning.kudos import kudos, reactions, rings, thank_button
from learning.kudos.kudos import Given
from tests.learning.matrix.questions import answered
from tests.learning.matrix.town import ADMINS, EVERYONE, ME, NOW, OTHER, THIRD, C, Row, T


def give(session: Session) -> Given:
    reason = kudos.word("for explaining joins #postgres")
    return kudos.give(session, T, ME, [OTHER], reason, here=C, request_key="key", at=NOW)


def given(session: Session) -> int:
    """I thanked somebody."""
    return give(session).thanks.kudos_id


def _clap(session: Session, _: int) -> bool:
    return reactions.heard(
        session,
        T,
        ME,
        author_id=OTHER,
        channel_id=C,
        message_ts="3.000100",
        name="tada",
        stands=True,
        at=NOW,
    )


ROWS = {
    "kudos.kudos.give": Row(EVERYONE, lambda s, _: give(s)),
    "kudos.kudos.take_back": Row(EVERYONE, lambda s, n: kudos.take_back(s, T, ME, n, at=NOW), given),
    "kudos.reactions.heard": Row(EVERYONE, _clap),
    "kudos.thank_button.press": Row(
        EVERYONE, lambda s, n: thank_button.press(s, T, ME, THIRD, "answer", n, at=NOW), answered()
    ),
    "kudos.rings.seen": Row(ADMINS, lambda s, _: rings.seen(s, T, ME, at=NOW)),
}
LOOKS = {"kudos.badges.done", "kudos.badges.mine", "kudos.kudos.mine", "kudos.reactions.is_known"}
PARTS = {"kudos.badges.earn", "kudos.kudos.lock", "kudos.personal.unname"}
