"""A debate: a motion, a vote, sides drawn by lot, arguments, and a vote again; each vote is secret."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.circles import names, rounds, stages
from learning.circles.rounds import RoundFacts
from learning.core.errors import Gone
from storage.models.circles import Circle, Round, RoundSide, RoundVote

FOR, AGAINST, UNDECIDED = "for", "against", "undecided"
CHOICES = (FOR, AGAINST, UNDECIDED)
BEFORE, ARGUE, AFTER = "before", "argue", "after"
"""The stages; in the first and the last of them people vote."""
FEW = 3
"""Counts of fewer people than this would tell who voted how."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How a debate moved people: how many chose what in each vote; `changed` of those who voted in both."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    both: int
    changed: int

    @property
    def towards(self) -> int:
        """How many more are for rather than against than there were; below zero, it went the other way."""
        return sum(
            vote[FOR] * sign - vote[AGAINST] * sign for vote, sign in ((self.after, 1), (self.before, -1))
        )

    @property
    def tells(self) -> bool:
        """Whether so many voted, each time, that nobody's vote can be told from it."""
        return min(sum(self.before.values()), sum(self.after.values())) >= FEW


@dataclass(frozen=True, slots=True)
class Debate:
    """A debate as everybody may see it: `votes` counts those in the vote that is open, whatever they chose.

    `until` is when the stage ends, in UTC; `shift` is there once both votes are over.
    """

    round: RoundFacts
    for_ids: tuple[str, ...]
    against_ids: tuple[str, ...]
    votes: int
    until: datetime | None
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Voted:
    """Somebody voted, or took it back when `choice` is empty; `joined` when that brought them in."""

    debate: Debate
    phase: str
    choice: str
    joined: bool


def begin(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """The motion is there: first everybody votes."""
    row.stage, row.next_at, row.recap_at = BEFORE, stages.a_while(session, circle, at), None
    session.flush()


def move(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """The first vote ends and the sides are drawn; a working day later people vote again."""
    if row.stage == BEFORE:
        _draw(session, circle, row, at=at)
        row.stage, row.next_at = ARGUE, rounds.next_working_day(session, circle, at)
        stages.say(session, row, names.DEBATE_SIDES, at=at)
    elif row.stage == ARGUE:
        row.stage, row.recap_at = AFTER, rounds.next_working_day(session, circle, at)
        stages.say(session, row, names.DEBATE_AGAIN, at=at)
    session.flush()


def over(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """The last vote ends, and all see what became of it."""
    voted = session.scalars(select(RoundVote.member_id).where(RoundVote.round_id == row.id).limit(1)).first()
    row.stage = stages.DONE
    if voted is not None:
        stages.say(session, row, names.DEBATE_RESULT, at=at)


def vote(
    session: Session,
    workspace_id: str,
    member_id: str,
    round_id: int,
    phase: str,
    choice: str,
    *,
    at: datetime,
) -> Voted:
    """Somebody votes, or votes otherwise, in the phase whose button they pressed; no choice takes it back.

    Raises `Gone` when that vote has ended.
    """
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    circle, row = part.circle, part.row
    if row.stage != phase or phase not in (BEFORE, AFTER):
        later = " You can vote again after the arguments." if phase == BEFORE and row.stage == ARGUE else ""
        raise Gone(f"That vote has ended.{later or ' The thread is open for what you think.'}")
    ballot = session.get(RoundVote, (row.id, member_id, phase))
    if ballot is None and choice:
        session.add(
            RoundVote(
                round_id=row.id, member_id=member_id, phase=phase, workspace_id=workspace_id, choice=choice
            )
        )
        # Nobody is named: who voted, and when, could tell who voted how.
        stages.log(session, circle, row, None, names.Verbs.VOTED, at=at)
    elif ballot is not None and choice:
        ballot.choice = choice
    elif ballot is not None:
        session.delete(ballot)
    stages.changed(session, row, at=at)
    return Voted(facts(session, row.id), phase, choice, part.joined)


def facts(session: Session, round_id: int) -> Debate:
    """A debate as it stands."""
    row = session.get_one(Round, round_id)
    sides: dict[str, list[str]] = {FOR: [], AGAINST: []}
    for member_id, side in session.execute(
        select(RoundSide.member_id, RoundSide.side)
        .where(RoundSide.round_id == round_id)
        .order_by(RoundSide.member_id)
    ):
        sides[side].append(member_id)
    votes = session.scalar(
        select(func.count()).where(RoundVote.round_id == round_id, RoundVote.phase == row.stage)
    )
    return Debate(
        round=rounds.facts(session, round_id),
        for_ids=tuple(sides[FOR]),
        against_ids=tuple(sides[AGAINST]),
        votes=votes or 0,
        until=row.next_at or (row.recap_at if row.stage == AFTER else None),
        shift=shift(session, round_id) if row.stage == stages.DONE else None,
    )


def shift(session: Session, round_id: int) -> Shift:
    """How the two votes went."""
    chosen: dict[str, dict[str, str]] = {BEFORE: {}, AFTER: {}}
    for member_id, phase, choice in session.execute(
        select(RoundVote.member_id, RoundVote.phase, RoundVote.choice).where(RoundVote.round_id == round_id)
    ):
        chosen[phase][member_id] = choice
    both = chosen[BEFORE].keys() & chosen[AFTER].keys()
    return Shift(
        before=_tally(chosen[BEFORE].values()),
        after=_tally(chosen[AFTER].values()),
        both=len(both),
        changed=sum(chosen[BEFORE][one] != chosen[AFTER][one] for one in both),
    )


def draw(member_ids: Sequence[str], seed: int, last: Mapping[str, str]) -> dict[str, str]:
    """Sides whose sizes differ by one at most, the same for the same seed.

    Whoever spoke for a motion the `last` time speaks against this one, and the other way round, as far as
    the sizes allow; the rest is drawn by lot.
    """
    turns = {AGAINST: 0, FOR: 2}
    order = sorted(member_ids, key=lambda one: (turns.get(last.get(one, ""), 1), stages.drawn(seed, one)))
    first, rest = divmod(len(order), 2)
    if rest:
        want = sum(last.get(one) == AGAINST for one in order)
        free = sum(one not in last for one in order)
        if want > first or (want + free > first and int(stages.drawn(seed, "odd"), 16) % 2):
            first += 1
    return {one: FOR if place < first else AGAINST for place, one in enumerate(order)}


def _draw(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    earlier: dict[str, str] = dict(
        session.execute(
            select(RoundSide.member_id, RoundSide.side)
            .join(Round, Round.id == RoundSide.round_id)
            .where(Round.circle_id == circle.id, Round.id != row.id)
            .order_by(Round.due_at)
        ).all()
    )
    here = stages.present(session, circle, at=at)
    if len(here) < 2:
        return
    for member_id, side in draw(here, row.seed, earlier).items():
        session.add(RoundSide(round_id=row.id, member_id=member_id, workspace_id=row.workspace_id, side=side))
    stages.log(session, circle, row, None, names.Verbs.DREW_SIDES, at=at)


def _tally(choices: Iterable[str]) -> dict[str, int]:
    counts = Counter(choices)
    return {choice: counts[choice] for choice in CHOICES}
