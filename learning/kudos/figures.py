"""Figures of kudos for the digest, each defined here once, and the rings that it remarks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.core.sockets.digest import Exchange, Figure, Reading, Remark
from learning.kudos import rings, thanks
from learning.kudos.rings import Ring
from learning.kudos.thanks import Given
from storage.models.base import NOBODY


@dataclass(frozen=True, slots=True)
class KudosGiven:
    """Thanks of a week.

    `thanks`: times that somebody was thanked in the week (`thanked`) and it was not taken back since; what
    was taken back and given anew counts when it was given anew. `thanked`: how many different people these
    were, without those who had their data deleted.
    """

    thanks: int = 0
    thanked: int = 0


def exchanges(session: Session, workspace_id: str, since: datetime, until: datetime) -> Iterable[Exchange]:
    """Thanks, from whom to whom."""
    return [(giver, member) for _, giver, member in thanks.standing(session, workspace_id, since, until)]


def _count(reading: Reading) -> list[KudosGiven]:
    return [
        KudosGiven(
            thanks=len(given),
            thanked=len({member for _, _, member in given if not member.startswith(NOBODY)}),
        )
        for given in reading.by_week(reading.once(_given))
    ]


def _rings(reading: Reading) -> tuple[Ring, ...]:
    return rings.among(reading.once(_given), at=min(reading.until, reading.at))


def _given(reading: Reading) -> Sequence[Given]:
    """The thanks of all weeks and of as long as rings look back, read at once."""
    since = min(reading.since, min(reading.until, reading.at) - rings.LOOK_BACK)
    return thanks.standing(reading.session, reading.workspace_id, since, reading.until)


KUDOS = Figure("kudos", KudosGiven(), _count)
RINGS = Remark("rings", _rings)
