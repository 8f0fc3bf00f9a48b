"""Debates on both databases: sides drawn by lot, votes that are secret, and the shift between them."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, stages
from learning.circles.formats import debates, formats
from learning.circles.formats.debates import AFTER, AGAINST, ARGUE, BEFORE, CHOICES, FOR, UNDECIDED
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.workspace import people, preferences
from learning.workspace.people import Profile
from storage.models.activity_log import LogEntry
from storage.models.circles import Round, RoundSide, RoundVote
from storage.models.outbox import Outbox
from tests.learning.circles.circling import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    LIAM,
    TUESDAY,
    T,
    ask,
    begin,
    tick,
    town,
)
from tests.learning.lunches.lunching import memory

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
DRAWN = TUESDAY + timedelta(hours=2)
AGAIN = DRAWN + DAY
OVER = AGAIN + DAY
EVERYBODY = [FAY, ANA, BEN, HUGO, KATE, LIAM]


@pytest.fixture
def number(session: Session) -> int:
    """Fay's circle, which debates; Ana, Ben and Hugo are in it too."""
    town(session)
    return begin(session, members=[ANA, BEN, HUGO], format="debate")


@pytest.fixture
def row(session: Session, number: int) -> Round:
    """Its debate on Tuesday at ten, posted."""
    return go(session, number)


def go(session: Session, number: int, at: datetime = TUESDAY) -> Round:
    row = ask(session, number, at)
    formats.begin(session, row.id, at=at)
    return row


def vote(session: Session, row: Round, who: str, phase: str, choice: str, at: datetime) -> debates.Voted:
    return debates.vote(session, T, who, row.id, phase, choice, at=at)


def said(session: Session) -> list[str]:
    """What was said in the thread, in order."""
    kinds = select(Outbox.kind).where(Outbox.kind.like("debates.%")).order_by(Outbox.id)
    return list(session.scalars(kinds))


def test_a_debate_goes_from_vote_to_sides_to_vote_to_its_shift(session: Session, row: Round) -> None:
    assert (row.kind, row.stage, row.next_at, row.recap_at) == ("motion", BEFORE, DRAWN, None)
    for who, choice in ((ANA, FOR), (BEN, AGAINST), (HUGO, UNDECIDED)):
        vote(session, row, who, BEFORE, choice, TUESDAY + MINUTE)
    tick(session, DRAWN)
    facts = debates.facts(session, row.id)
    assert row.stage == ARGUE
    assert (len(facts.for_ids), len(facts.against_ids)) == (2, 2)
    assert {*facts.for_ids, *facts.against_ids} == {FAY, ANA, BEN, HUGO}
    assert (facts.until, facts.shift, facts.votes) == (AGAIN, None, 0)
    tick(session, AGAIN)
    assert debates.facts(session, row.id).until == OVER
    for who, choice in ((ANA, FOR), (BEN, FOR), (HUGO, FOR), (FAY, AGAINST)):
        vote(session, row, who, AFTER, choice, AGAIN + MINUTE)
    assert debates.facts(session, row.id).votes == 4
    tick(session, OVER)
    shift = debates.facts(session, row.id).shift
    assert shift is not None
    assert shift.before == {FOR: 1, AGAINST: 1, UNDECIDED: 1}
    assert shift.after == {FOR: 3, AGAINST: 1, UNDECIDED: 0}
    assert (shift.both, shift.changed, shift.towards, shift.tells) == (3, 2, 2, True)
    assert said(session) == ["debates.sides", "debates.again", "debates.result"]


def test_ticks_again_or_late_say_nothing_twice_and_lose_no_vote(session: Session, row: Round) -> None:
    vote(session, row, ANA, BEFORE, FOR, TUESDAY)
    late = TUESDAY + WEEK - DAY
    for _ in range(3):
        tick(session, late)
    assert said(session) == ["debates.sides"], "who was down for days begins where it stopped"
    assert row.stage == ARGUE
    tick(session, late + DAY)
    assert said(session) == ["debates.sides", "debates.again"]


def test_a_vote_counts_once_and_can_be_changed_until_its_phase_ends(session: Session, row: Round) -> None:
    for choice in (FOR, FOR, AGAINST):
        vote(session, row, ANA, BEFORE, choice, TUESDAY)
    assert debates.facts(session, row.id).votes == 1
    assert vote(session, row, ANA, BEFORE, "", TUESDAY).choice == ""
    vote(session, row, ANA, BEFORE, "", TUESDAY)
    assert debates.facts(session, row.id).votes == 0
    vote(session, row, ANA, BEFORE, UNDECIDED, TUESDAY)
    tick(session, DRAWN)
    with pytest.raises(Gone, match="You can vote again after the arguments"):
        vote(session, row, ANA, BEFORE, FOR, DRAWN)
    with pytest.raises(Gone):
        vote(session, row, ANA, AFTER, FOR, DRAWN)
    with pytest.raises(Gone):
        vote(session, row, ANA, ARGUE, FOR, DRAWN)
    tick(session, AGAIN)
    with pytest.raises(Gone, match="That vote has ended"):
        vote(session, row, ANA, BEFORE, FOR, AGAIN)
    tick(session, OVER)
    with pytest.raises(Gone, match="is over"):
        vote(session, row, ANA, AFTER, FOR, OVER)
    assert debates.shift(session, row.id).before[UNDECIDED] == 1


def test_no_count_is_shown_and_nobody_is_named_before_the_end(session: Session, row: Round) -> None:
    vote(session, row, ANA, BEFORE, FOR, TUESDAY)
    for at in (DRAWN, AGAIN):
        tick(session, at)
        assert debates.facts(session, row.id).shift is None
    actors = session.scalars(select(LogEntry.actor_id).where(LogEntry.verb == "voted")).all()
    assert actors == [None]


def test_few_votes_stay_hidden_at_the_end_too(session: Session, row: Round) -> None:
    vote(session, row, ANA, BEFORE, FOR, TUESDAY)
    for at in (DRAWN, AGAIN, OVER):
        tick(session, at)
    shift = debates.facts(session, row.id).shift
    assert shift is not None
    assert not shift.tells


def test_a_debate_that_nobody_voted_in_says_nothing_of_a_shift(session: Session, row: Round) -> None:
    for at in (DRAWN, AGAIN, OVER):
        tick(session, at)
    assert row.state == "over"
    assert "debates.result" not in said(session)


def test_who_votes_comes_into_an_open_circle(session: Session, number: int, row: Round) -> None:
    assert vote(session, row, KATE, BEFORE, FOR, TUESDAY).joined
    assert not vote(session, row, KATE, BEFORE, FOR, TUESDAY).joined
    assert circles.is_in(session, number, KATE)
    tick(session, DRAWN)
    facts = debates.facts(session, row.id)
    assert KATE in (*facts.for_ids, *facts.against_ids)


def test_a_circle_of_chosen_people_tells_others_how_to_get_in(session: Session) -> None:
    town(session)
    row = go(session, begin(session, members=[ANA], is_open=False, format="debate"))
    with pytest.raises(NotAllowed, match="Ask Fay to add you"):
        vote(session, row, KATE, BEFORE, FOR, TUESDAY)
    vote(session, row, ANA, BEFORE, FOR, TUESDAY)


def test_a_press_before_the_card_is_on_record_asks_for_a_moment(session: Session, number: int) -> None:
    row = ask(session, number, TUESDAY)
    row.state = "due"
    with pytest.raises(LearningError, match="in a moment"):
        vote(session, row, ANA, BEFORE, FOR, TUESDAY)


def test_those_away_get_no_side_and_one_alone_gets_none(session: Session, number: int) -> None:
    preferences.put(session, T, ANA, paused_until=TUESDAY + DAY)
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    row = go(session, number)
    tick(session, DRAWN)
    facts = debates.facts(session, row.id)
    assert {*facts.for_ids, *facts.against_ids} == {FAY, HUGO}
    alone = go(session, begin(session, key="view:V2", name="Alone", format="debate"))
    tick(session, DRAWN + MINUTE)
    assert alone.stage == ARGUE
    assert debates.facts(session, alone.id).for_ids == ()


def test_from_one_debate_to_the_next_everybody_changes_sides(session: Session, number: int) -> None:
    sides = []
    for week in range(4):
        at = TUESDAY + week * WEEK
        row = go(session, number, at)
        tick(session, stages.a_while(session, session.get_one(circles.Circle, number), at))
        rows = session.scalars(select(RoundSide).where(RoundSide.round_id == row.id))
        sides.append({one.member_id: one.side for one in rows})
    for before, after in pairwise(sides):
        assert all(after[one] != before[one] for one in before)


PEOPLE = st.lists(st.sampled_from([f"U{number}" for number in range(12)]), unique=True, max_size=12)


@given(
    PEOPLE,
    st.integers(0, 2**31),
    st.dictionaries(st.sampled_from([f"U{n}" for n in range(12)]), st.sampled_from([FOR, AGAINST])),
)
def test_a_draw_is_balanced_reproducible_and_fair(
    members: list[str], seed: int, last: dict[str, str]
) -> None:
    drawn = debates.draw(members, seed, last)
    assert set(drawn) == set(members)
    counts = Counter(drawn.values())
    assert abs(counts[FOR] - counts[AGAINST]) <= 1
    assert debates.draw(members[::-1], seed, dict(reversed(last.items()))) == drawn
    again = [one for one in members if last.get(one) == drawn[one]]
    assert len({drawn[one] for one in again}) <= 1, "two who stay on opposite sides could have changed places"
    new = {drawn[one] for one in members if one not in last}
    assert not again or new <= {drawn[again[0]]}, "nobody stays while somebody new could have taken the place"


@given(st.integers(2, 11), st.lists(st.integers(0, 2**31), min_size=6, max_size=6))
def test_the_same_people_change_sides_every_time(size: int, seeds: list[int]) -> None:
    members, last = [f"U{number}" for number in range(size)], {}
    for seed in seeds:
        drawn = debates.draw(members, seed, last)
        assert all(drawn[one] != last[one] for one in last)
        last = drawn


VOTES = st.lists(st.tuples(st.sampled_from(EVERYBODY), st.sampled_from([*CHOICES, ""])), max_size=30)


@settings(max_examples=30, deadline=None)
@given(VOTES, VOTES)
def test_the_tally_is_what_counting_by_hand_finds(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    with memory() as session:
        town(session)
        row = go(session, begin(session, format="debate"))
        by_hand: list[dict[str, str]] = []
        for phase, votes, at in ((BEFORE, first, DRAWN), (AFTER, second, OVER)):
            ballots: dict[str, str] = {}
            for who, choice in votes:
                vote(session, row, who, phase, choice, at - MINUTE)
                ballots.pop(who, None)
                if choice:
                    ballots[who] = choice
            by_hand.append(ballots)
            tick(session, at)
            tick(session, AGAIN if phase == BEFORE else at)
        shift = debates.shift(session, row.id)
        before, after = by_hand
        assert shift.before == {choice: list(before.values()).count(choice) for choice in CHOICES}
        assert shift.after == {choice: list(after.values()).count(choice) for choice in CHOICES}
        both = before.keys() & after.keys()
        assert (shift.both, shift.changed) == (len(both), sum(before[one] != after[one] for one in both))
        assert len(session.scalars(select(RoundVote)).all()) == len(before) + len(after)
