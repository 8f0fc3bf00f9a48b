"""Lean coffees on both databases: topics, three votes each, an agenda, and what is left for the next time."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, stages
from learning.circles.formats import coffee_votes, coffees, formats
from learning.circles.formats.coffee_votes import MOST, VOTES
from learning.circles.formats.coffees import DISCUSS, GATHER, VOTE, Coffee
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.workspace import people
from learning.workspace.people import Profile
from storage.engine.database import Database
from storage.models.activity_log import LogEntry
from storage.models.circles import CoffeeVote, Round
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
VOTING, TALKING = TUESDAY + timedelta(hours=2), TUESDAY + timedelta(hours=4)


@pytest.fixture
def number(session: Session) -> int:
    """Fay's lean coffee; Ana and Ben are in it too."""
    town(session)
    return begin(session, members=[ANA, BEN], format="coffee")


@pytest.fixture
def row(session: Session, number: int) -> Round:
    """It meets on Tuesday at ten, posted."""
    return go(session, number)


def go(session: Session, number: int, at: datetime = TUESDAY) -> Round:
    row = ask(session, number, at)
    formats.begin(session, row.id, at=at)
    return row


def bring(session: Session, row: Round, who: str, text: str, at: datetime = TUESDAY) -> Coffee:
    return coffee_votes.propose(session, T, who, row.id, text, request_key=f"{row.id}{who}{text}", at=at)


def spread(session: Session, row: Round, who: str, *votes: int) -> None:
    """Somebody gives so many votes to the first topic, the second, and so on."""
    topics = sorted(topic.topic_id for topic in coffees.facts(session, row.id).topics)
    coffee_votes.spread(session, T, who, row.id, dict(zip(topics, votes, strict=False)), at=VOTING)


def move(session: Session, row: Round, who: str = FAY, at: datetime = TALKING) -> Coffee:
    """Whoever leads presses what the card shows."""
    facts = coffees.facts(session, row.id)
    return coffee_votes.go_on(session, T, who, row.id, str(facts.now_id or row.stage), at=at)


def said(session: Session) -> list[str]:
    kinds = select(Outbox.kind).where(Outbox.kind.like("coffees.%")).order_by(Outbox.id)
    return list(session.scalars(kinds))


def agenda(session: Session, row: Round) -> list[tuple[str, int]]:
    return [(topic.text, topic.votes) for topic in coffees.facts(session, row.id).topics]


def test_topics_are_gathered_voted_on_and_talked_about_in_order(session: Session, row: Round) -> None:
    for who, text in ((ANA, "Tests"), (BEN, "Tea"), (FAY, "Rooms")):
        bring(session, row, who, text)
    assert row.prompt.startswith("What would you like to talk about?")
    tick(session, VOTING)
    assert row.stage == VOTE
    spread(session, row, ANA, 1, 2)
    spread(session, row, BEN, 1, 0, 1)
    facts = coffees.facts(session, row.id)
    assert (facts.voters, facts.until) == (2, TALKING)
    assert agenda(session, row) == [("Tests", 0), ("Tea", 0), ("Rooms", 0)], "counts are secret until the end"
    tick(session, TALKING)
    assert agenda(session, row) == [("Tests", 2), ("Tea", 2), ("Rooms", 1)], "of as many, who came first"
    for text in ("Tests", "Tea", "Rooms"):
        now = coffees.facts(session, row.id).now
        assert now is not None
        assert now.text == text
        move(session, row)
    assert row.stage == stages.DONE
    assert row.recap_at == TALKING + DAY
    assert said(session) == ["coffees.vote", "coffees.agenda", *["coffees.topic"] * 3]


def test_ticks_again_and_late_say_nothing_twice(session: Session, row: Round) -> None:
    bring(session, row, ANA, "Tests")
    bring(session, row, ANA, "Tea")
    for _ in range(3):
        tick(session, TUESDAY + DAY)
    assert said(session) == ["coffees.vote"]


def test_one_topic_needs_no_vote_and_none_leaves_the_thread_open(session: Session, number: int) -> None:
    row = go(session, number)
    bring(session, row, ANA, "Tests")
    tick(session, VOTING)
    assert row.stage == DISCUSS
    tick(session, VOTING + DAY)
    assert row.state == "over"
    after = go(session, number, TUESDAY + WEEK)
    with pytest.raises(LearningError, match="There is no topic yet"):
        move(session, after, at=TUESDAY + WEEK)
    tick(session, VOTING + WEEK)
    assert after.stage == stages.DONE
    assert said(session) == ["coffees.agenda", "coffees.topic", "coffees.agenda"]


def test_a_topic_is_taken_back_by_whoever_brought_it_until_the_vote(session: Session, row: Round) -> None:
    tests = bring(session, row, ANA, "Tests").topics[0].topic_id
    tea = bring(session, row, BEN, "Tea").topics[1].topic_id
    with pytest.raises(NotAllowed, match="Only Ana can"):
        coffee_votes.withdraw(session, T, BEN, tests, at=TUESDAY)
    left = coffee_votes.withdraw(session, T, ANA, tests, at=TUESDAY)
    assert [topic.text for topic in left.topics] == ["Tea"]
    for gone in (tests, 10**6):
        with pytest.raises(Gone, match="isn't on the list any more"):
            coffee_votes.withdraw(session, T, ANA, gone, at=TUESDAY)
    bring(session, row, ANA, "tests", at=TUESDAY + MINUTE)
    tick(session, VOTING)
    assert row.stage == VOTE
    with pytest.raises(Gone, match="gathered already"):
        coffee_votes.withdraw(session, T, BEN, tea, at=VOTING)


def test_what_was_brought_back_and_taken_back_is_offered_again(session: Session, number: int) -> None:
    row = go(session, number)
    for text in ("Tests", "Tea"):
        bring(session, row, ANA, text)
    for at in (VOTING, TALKING, TALKING + DAY):
        tick(session, at)
    assert row.state == "over"
    after = go(session, number, TUESDAY + WEEK)
    left = coffees.facts(session, after.id).left_over[0]
    back = coffee_votes.bring_back(session, T, BEN, after.id, left.topic_id, at=TUESDAY + WEEK)
    assert left not in back.left_over
    again = coffee_votes.withdraw(session, T, ANA, back.topics[0].topic_id, at=TUESDAY + WEEK)
    assert left in again.left_over


async def test_a_topic_taken_back_twice_at_once_is_off_the_list_once(database: Database) -> None:
    def start(session: Session) -> int:
        town(session)
        row = go(session, begin(session, members=[ANA, BEN], format="coffee"))
        return bring(session, row, ANA, "Tests").topics[0].topic_id

    topic_id = await database.run(start)
    ends = await asyncio.gather(
        *(database.run(coffee_votes.withdraw, T, ANA, topic_id, at=TUESDAY) for _ in range(4)),
        return_exceptions=True,
    )
    assert Counter(type(end) for end in ends) == {Coffee: 1, Gone: 3}


def test_a_topic_is_brought_once_and_not_like_another(session: Session, row: Round) -> None:
    for _ in range(2):
        bring(session, row, ANA, " Tests,\n and why ")
    assert [topic.text for topic in coffees.facts(session, row.id).topics] == ["Tests, and why"]
    for text, words in (
        ("tests, AND why?", "on the list already"),
        ("\u200b", "few words"),
        ("x" * 151, "151"),
    ):
        with pytest.raises(LearningError, match=words) as refused:
            bring(session, row, BEN, text)
        assert refused.value.field == "topic"
    for number in range(MOST - 1):
        bring(session, row, BEN, f"Topic {number}")
    with pytest.raises(LearningError, match="20 topics already"):
        bring(session, row, BEN, "One too many")


def test_after_the_vote_began_topics_are_for_the_thread(session: Session, row: Round) -> None:
    bring(session, row, ANA, "Tests")
    with pytest.raises(LearningError, match="has not begun"):
        spread(session, row, ANA, 1)
    bring(session, row, ANA, "Tea")
    tick(session, VOTING)
    with pytest.raises(Gone, match="gathered already"):
        bring(session, row, BEN, "Rooms")
    with pytest.raises(Gone, match="gathered already"):
        coffee_votes.welcome(session, T, BEN, row.id, at=VOTING)
    tick(session, TALKING)
    with pytest.raises(Gone, match="vote has ended"):
        coffee_votes.ballot(session, T, BEN, row.id, at=TALKING)


def test_votes_can_be_spread_anew_and_never_are_more_than_three(session: Session, row: Round) -> None:
    for text in ("One", "Two", "Three"):
        bring(session, row, ANA, text)
    tick(session, VOTING)
    spread(session, row, ANA, 3)
    spread(session, row, ANA, 0, 1, 1)
    with pytest.raises(LearningError, match="That makes 4 votes; you have 3") as refused:
        spread(session, row, ANA, 2, 2)
    assert refused.value.field == "votes"
    ballot = coffee_votes.ballot(session, T, ANA, row.id, at=VOTING)
    assert sorted(ballot.spread.values()) == [1, 1]
    coffee_votes.spread(session, T, ANA, row.id, {999: 3}, at=VOTING)
    assert coffee_votes.ballot(session, T, ANA, row.id, at=VOTING).spread == {}
    assert session.scalars(select(LogEntry.actor_id).where(LogEntry.verb == "voted")).all() == [None]


def test_those_who_lead_move_on_and_a_second_press_does_not(session: Session, row: Round) -> None:
    for text in ("One", "Two", "Three"):
        bring(session, row, ANA, text)
    for who in (BEN, HUGO):
        if who != row.opener_id:
            with pytest.raises(NotAllowed, match="Only Fay, who facilitates"):
                coffee_votes.go_on(session, T, who, row.id, GATHER, at=TUESDAY)
    coffee_votes.go_on(session, T, str(row.opener_id), row.id, GATHER, at=TUESDAY)
    coffee_votes.go_on(session, T, FAY, row.id, GATHER, at=TUESDAY)
    assert row.stage == VOTE
    move(session, row)
    shown = str(coffees.facts(session, row.id).now_id)
    for _ in range(2):
        coffee_votes.go_on(session, T, FAY, row.id, shown, at=TALKING)
    now = coffees.facts(session, row.id).now
    assert now is not None
    assert now.text == "Two"


def test_when_the_facilitator_is_gone_anybody_in_the_circle_moves_on(session: Session, row: Round) -> None:
    bring(session, row, ANA, "One")
    people.meet(session, T, [Profile(FAY, "Fay", is_gone=True)])
    with pytest.raises(NotAllowed):
        move(session, row, LIAM)
    move(session, row, BEN)
    assert row.stage == DISCUSS
    with pytest.raises(NotAllowed):
        move(session, row, FAY)


def test_what_was_not_talked_about_is_offered_the_next_time_and_only_then(
    session: Session, number: int, row: Round
) -> None:
    for text in ("One", "Two", "Three"):
        bring(session, row, ANA, text)
    move(session, row)
    move(session, row)
    tick(session, TALKING + DAY)
    assert row.state == "over"
    after = go(session, number, TUESDAY + WEEK)
    left = coffees.facts(session, after.id).left_over
    assert [topic.text for topic in left] == ["Two", "Three"]
    for _ in range(2):
        facts = coffee_votes.bring_back(session, T, BEN, after.id, left[1].topic_id, at=TUESDAY + WEEK)
    assert [(topic.text, topic.member_id) for topic in facts.topics] == [("Three", ANA)]
    assert [topic.text for topic in facts.left_over] == ["Two"]
    with pytest.raises(Gone, match="isn't there any more"):
        coffee_votes.bring_back(session, T, BEN, after.id, 999, at=TUESDAY + WEEK)
    tick(session, VOTING + WEEK)
    tick(session, VOTING + WEEK + DAY)
    assert coffees.facts(session, go(session, number, TUESDAY + 2 * WEEK).id).left_over == ()


def test_an_open_circle_takes_in_who_brings_a_topic_and_a_closed_one_says_how(session: Session) -> None:
    town(session)
    number = begin(session, format="coffee")
    bring(session, go(session, number), KATE, "Tests")
    assert circles.is_in(session, number, KATE)
    closed = go(
        session, begin(session, key="view:V2", name="Closed", members=[ANA], is_open=False, format="coffee")
    )
    with pytest.raises(NotAllowed, match="Ask Fay to add you"):
        bring(session, closed, KATE, "Tests")


def test_a_round_that_is_over_takes_nothing_more(session: Session, row: Round) -> None:
    bring(session, row, ANA, "One")
    tick(session, VOTING)
    tick(session, VOTING + DAY)
    for act in (
        lambda: bring(session, row, ANA, "Two"),
        lambda: move(session, row),
        lambda: coffee_votes.ballot(session, T, ANA, row.id, at=TALKING),
    ):
        with pytest.raises(Gone, match="is over"):
            act()
    with pytest.raises(Gone, match="isn't there"):
        coffee_votes.ballot(session, "T2", ANA, row.id, at=TALKING)


SPREADS = st.lists(
    st.tuples(st.sampled_from([ANA, BEN, FAY, HUGO]), st.lists(st.integers(0, 3), min_size=3, max_size=3)),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(SPREADS)
def test_the_agenda_is_what_counting_by_hand_finds(spreads: list[tuple[str, list[int]]]) -> None:
    with memory() as session:
        town(session)
        row = go(session, begin(session, format="coffee"))
        for text in ("One", "Two", "Three"):
            bring(session, row, ANA, text)
        tick(session, VOTING)
        by_hand: dict[str, list[int]] = {}
        for who, votes in spreads:
            if sum(votes) > VOTES:
                with pytest.raises(LearningError):
                    spread(session, row, who, *votes)
            else:
                spread(session, row, who, *votes)
                by_hand[who] = votes
        tick(session, TALKING)
        counts = [sum(votes[place] for votes in by_hand.values()) for place in range(3)]
        named = list(zip(("One", "Two", "Three"), counts, strict=True))
        assert agenda(session, row) == sorted(named, key=lambda one: -one[1])


async def test_three_votes_stay_three_whatever_races(database: Database) -> None:
    def begun(session: Session) -> tuple[int, list[int]]:
        town(session)
        row = go(session, begin(session, format="coffee"))
        for text in ("One", "Two", "Three"):
            bring(session, row, ANA, text)
        tick(session, VOTING)
        return row.id, [topic.topic_id for topic in coffees.facts(session, row.id).topics]

    number, topics = await database.run(begun)
    await asyncio.gather(
        *(
            database.run(coffee_votes.spread, T, ANA, number, {topics[place % 3]: 3 - place % 2}, at=VOTING)
            for place in range(12)
        )
    )

    def given_votes(session: Session) -> Counter[str]:
        rows = session.scalars(select(CoffeeVote)).all()
        found: Counter[str] = Counter()
        for row in rows:
            found[row.member_id] += row.votes
        return found

    assert 1 <= (await database.read(given_votes))[ANA] <= VOTES
