"""A round in which each is asked in turn: the next when the one before spoke, passed, or a day went by."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import names, rounds, stages
from learning.circles.keys import InRound
from learning.circles.rounds import RoundFacts
from learning.core import names as common
from learning.core.errors import Gone, NotAllowed
from storage.models.circles import Circle, Round, RoundTurn
from storage.outbox import outbox

ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn: `is_now` while they are asked and have not spoken; `then_id` comes after them."""

    round: RoundFacts
    member_id: str
    then_id: str | None
    is_now: bool
    spoke: bool


def begin(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """The prompt asks its opener first; the others follow in an order drawn by lot."""
    here = sorted(stages.present(session, circle, at=at), key=lambda one: stages.drawn(row.seed, one))
    here.sort(key=lambda one: one != row.opener_id)
    for place, member_id in enumerate(here):
        _write(session, row, member_id, place)
    row.stage, row.recap_at = ASKING, None
    session.flush()
    if here:
        _ask(session, circle, row, session.get_one(RoundTurn, (row.id, here[0])), at=at)
    else:
        _finish(session, circle, row, at=at)


def move(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """Asks the next one who is there and has not spoken; who came into the circle meanwhile comes last."""
    if asked := _now(session, row.id):
        outbox.refresh(
            session, row.workspace_id, str(InRound(names.TURNS_NEXT, row.id, asked.position)), at=at
        )
    here = stages.present(session, circle, at=at)
    turns = _of(session, row.id)
    known = {turn.member_id for turn in turns}
    for place, member_id in enumerate((one for one in here if one not in known), len(turns)):
        turns.append(_write(session, row, member_id, place))
    session.flush()
    following = next((turn for turn in turns if _waits(turn) and turn.member_id in here), None)
    if following is None:
        _finish(session, circle, row, at=at)
        stages.say(session, row, names.TURNS_DONE, at=at)
        return
    _ask(session, circle, row, following, at=at)
    # By place and not by name: whoever has their data deleted leaves no name in it.
    stages.say(session, row, names.TURNS_NEXT, following.position, at=at)


def over(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """Nobody is asked any more."""
    row.stage = stages.DONE


def spoke(session: Session, row: Round, member_id: str, *, at: datetime) -> None:
    """Somebody replied in the round's thread at that instant; if it was their turn, the next one's comes."""
    turn = session.get(RoundTurn, (row.id, member_id))
    if turn is None or turn.spoke_at is not None:
        return
    turn.spoke_at = at
    session.flush()
    if row.stage == ASKING and _is_asked(session, row.id, member_id):
        # The tick asks them, by its own clock: the reply may have been made while the bot was down.
        row.next_at = at
        session.flush()


def let_pass(
    session: Session, workspace_id: str, member_id: str, round_id: int, asked: str, *, at: datetime
) -> None:
    """Somebody passes their turn. Raises `NotAllowed` for another's, `Gone` for one that is over."""
    if member_id != asked:
        raise NotAllowed("Only the one who is asked can pass. You can reply in the thread at any time.")
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    row = part.row
    if row.stage != ASKING or not _is_asked(session, round_id, member_id):
        raise Gone("Your turn is over already. You can still reply in the thread.")
    if row.next_at is None or row.next_at > at:
        row.next_at = at
        stages.log(session, part.circle, row, member_id, common.Verbs.PASSED, at=at)


def find(session: Session, round_id: int, place: int) -> Turn | None:
    """The turn at a place of the order (from 0) as it stands; None when there is none."""
    turns = _of(session, round_id)
    mine = next((turn for turn in turns if turn.position == place), None)
    if mine is None:
        return None
    facing = rounds.facts(session, round_id)
    following = (turn.member_id for turn in turns if _waits(turn) and turn.member_id in facing.members)
    now = facing.stage == ASKING and _is_asked(session, round_id, mine.member_id)
    return Turn(facing, mine.member_id, next(following, None), now, mine.spoke_at is not None)


def order(session: Session, round_id: int) -> tuple[str, ...]:
    """Everybody who has a turn, in order."""
    return tuple(turn.member_id for turn in _of(session, round_id))


def _ask(session: Session, circle: Circle, row: Round, turn: RoundTurn, *, at: datetime) -> None:
    turn.asked_at, row.next_at = at, rounds.next_working_day(session, circle, at)
    session.flush()


def _finish(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    row.stage, row.next_at = stages.DONE, None
    row.recap_at = rounds.next_working_day(session, circle, at)
    session.flush()


def _now(session: Session, round_id: int) -> RoundTurn | None:
    """The turn of whoever was asked last."""
    asked = [(turn.asked_at, turn.position, turn) for turn in _of(session, round_id) if turn.asked_at]
    return max(asked)[2] if asked else None


def _is_asked(session: Session, round_id: int, member_id: str) -> bool:
    turn = _now(session, round_id)
    return turn is not None and turn.member_id == member_id


def _waits(turn: RoundTurn) -> bool:
    return turn.asked_at is None and turn.spoke_at is None


def _of(session: Session, round_id: int) -> list[RoundTurn]:
    rows = session.scalars(
        select(RoundTurn)
        .where(RoundTurn.round_id == round_id)
        .order_by(RoundTurn.position)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def _write(session: Session, row: Round, member_id: str, place: int) -> RoundTurn:
    turn = RoundTurn(round_id=row.id, member_id=member_id, workspace_id=row.workspace_id, position=place)
    session.add(turn)
    return turn
