"""Seats: never more than there are, in the order of the line, whoever presses when."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError, NotAllowed
from learning.lunches import edits, hosting, lunches, seats, waitlist
from learning.workspace import people
from learning.workspace.people import Profile
from storage.engine.database import Database
from storage.models.lunches import Seat
from storage.models.outbox import Outbox
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    HUGO,
    KATE,
    LIAM,
    NOW,
    START,
    T,
    before_start,
    owed,
    plan,
    propose,
    seat,
    states,
    town,
    verbs,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def lunch(session: Session) -> int:
    """Ben's lunch with two seats."""
    town(session)
    return propose(session)


def join(session: Session, lunch_id: int, who: str, at: datetime = NOW) -> seats.Standing:
    return seats.join(session, T, who, lunch_id, at=at)


def leave(session: Session, lunch_id: int, who: str, at: datetime = NOW) -> seats.Standing:
    return seats.leave(session, T, who, lunch_id, at=at)


def test_seats_go_to_the_first_and_the_rest_wait_in_line(session: Session, lunch: int) -> None:
    assert join(session, lunch, ANA).state == "going"
    assert join(session, lunch, HUGO).state == "going"
    assert (join(session, lunch, KATE).state, join(session, lunch, LIAM).position) == ("waiting", 2)
    facts = lunches.card(session, lunch)
    assert (facts.held, facts.waiting, facts.full) == (2, 2, True)
    assert verbs(session) == ["proposed", "joined", "joined", "waited", "waited"]


def test_pressing_twice_changes_nothing(session: Session, lunch: int) -> None:
    for _ in range(2):
        join(session, lunch, ANA)
    assert join(session, lunch, ANA).before
    leave(session, lunch, ANA)
    assert leave(session, lunch, ANA).before
    assert leave(session, lunch, KATE).before
    assert verbs(session) == ["proposed", "joined", "left"]


def test_a_freed_seat_is_offered_to_the_first_in_line_and_then_to_the_next(
    session: Session, lunch: int
) -> None:
    for who in (ANA, HUGO, KATE, LIAM):
        join(session, lunch, who)
    leave(session, lunch, ANA)
    assert states(session, lunch) == {HUGO: "going", KATE: "offered", LIAM: "waiting"}
    until = seat(session, lunch, KATE).offered_until
    assert until == NOW + timedelta(days=1)
    assert waitlist.lapse(session, at=NOW + timedelta(hours=23)) == 0
    assert waitlist.lapse(session, at=until) == 1
    assert waitlist.lapse(session, at=until) == 0
    assert states(session, lunch) == {HUGO: "going", LIAM: "offered"}
    assert owed(session, "offer") == [KATE, LIAM]
    assert seats.take(session, T, LIAM, lunch, at=until).state == "going"
    assert verbs(session)[-5:] == ["left", "offered_seat", "passed_seat", "offered_seat", "took_seat"]


def test_passing_hands_the_offer_on_at_once(session: Session, lunch: int) -> None:
    for who in (ANA, HUGO, KATE, LIAM):
        join(session, lunch, who)
    leave(session, lunch, ANA)
    leave(session, lunch, KATE)
    assert states(session, lunch) == {HUGO: "going", LIAM: "offered"}


def test_within_two_hours_of_the_start_a_freed_seat_is_given_at_once(session: Session, lunch: int) -> None:
    for who in (ANA, HUGO, KATE):
        join(session, lunch, who)
    leave(session, lunch, ANA, before_start(hours=2))
    assert states(session, lunch) == {HUGO: "going", KATE: "going"}
    assert owed(session, "seat") == [KATE]
    assert owed(session, "soon") == [ANA, BEN, HUGO, KATE]
    assert owed(session, "day") == [ANA, BEN, HUGO]


def test_a_second_seat_that_becomes_free_for_the_same_person_is_told_again(
    session: Session, lunch: int
) -> None:
    at = before_start(hours=1)
    for who in (ANA, HUGO, KATE):
        join(session, lunch, who, at)
    leave(session, lunch, ANA, at)
    leave(session, lunch, KATE, at)
    join(session, lunch, ANA, at)
    join(session, lunch, KATE, at)
    leave(session, lunch, HUGO, at)
    assert owed(session, "seat") == [KATE, KATE]


@pytest.mark.parametrize(
    ("left", "window"),
    [(timedelta(days=30), 24 * HOUR), (timedelta(days=2), 12 * HOUR), (4 * HOUR, HOUR), (2 * HOUR, HOUR / 2)],
)
def test_an_offer_is_shorter_the_nearer_the_start(left: timedelta, window: timedelta) -> None:
    assert waitlist.window(left) == window


def test_an_offer_that_lapsed_cannot_be_taken_even_before_the_tick(session: Session, lunch: int) -> None:
    for who in (ANA, HUGO, KATE, LIAM):
        join(session, lunch, who)
    leave(session, lunch, ANA)
    with pytest.raises(Gone, match="went to the next in line"):
        seats.take(session, T, KATE, lunch, at=NOW + timedelta(days=1))


def test_a_seat_that_nobody_else_waits_for_is_there_to_sign_up_for(session: Session, lunch: int) -> None:
    for who in (ANA, HUGO, KATE):
        join(session, lunch, who)
    leave(session, lunch, ANA)
    lapsed = NOW + timedelta(days=1)
    with pytest.raises(Gone, match="free for others now"):
        seats.take(session, T, KATE, lunch, at=lapsed)
    assert join(session, lunch, KATE, lapsed).state == "going"


def test_nobody_signs_up_for_what_was_cancelled_has_begun_or_is_closed(session: Session, lunch: int) -> None:
    hosting.close(session, T, BEN, lunch, closed=True, at=NOW)
    with pytest.raises(LearningError, match="closed"):
        join(session, lunch, ANA)
    hosting.close(session, T, BEN, lunch, closed=False, at=NOW)
    with pytest.raises(Gone, match="has begun"):
        join(session, lunch, ANA, START)
    with pytest.raises(LearningError, match="You host this one"):
        join(session, lunch, BEN)
    with pytest.raises(Gone, match="isn't there"):
        join(session, 99, ANA)
    hosting.cancel(session, T, BEN, lunch, "Ill.", at=NOW)
    with pytest.raises(Gone, match="cancelled"):
        join(session, lunch, ANA)


def test_while_sign_ups_are_closed_the_line_still_moves(session: Session, lunch: int) -> None:
    for who in (ANA, HUGO, KATE):
        join(session, lunch, who)
    hosting.close(session, T, BEN, lunch, closed=True, at=NOW)
    leave(session, lunch, ANA)
    assert join(session, lunch, KATE).state == "going"


def test_more_seats_are_offered_down_the_line_and_fewer_take_back_offers(
    session: Session, lunch: int
) -> None:
    for who in (ANA, HUGO, KATE, LIAM):
        join(session, lunch, who)
    change = {"wanted": plan(seats="4"), "version": 0}
    edits.edit(session, T, BEN, lunch, **change, at=NOW)  # type: ignore[arg-type]
    assert states(session, lunch) == {ANA: "going", HUGO: "going", KATE: "offered", LIAM: "offered"}
    edits.edit(session, T, BEN, lunch, plan(seats="3"), version=1, at=NOW)
    assert states(session, lunch) == {ANA: "going", HUGO: "going", KATE: "offered", LIAM: "waiting"}
    with pytest.raises(LearningError, match="at least 2") as refusal:
        edits.edit(session, T, BEN, lunch, plan(seats="1"), version=2, at=NOW)
    assert refusal.value.field == "seats"


def test_whoever_leaves_the_company_leaves_their_seat_and_the_line(session: Session, lunch: int) -> None:
    for who in (ANA, HUGO, KATE, LIAM):
        join(session, lunch, who)
    people.meet(session, T, [Profile(ANA, "Ana", is_gone=True), Profile(KATE, "Kate", is_gone=True)])
    assert waitlist.depart(session, at=NOW) >= 1
    assert waitlist.depart(session, at=NOW) == 0
    assert states(session, lunch) == {HUGO: "going", LIAM: "offered"}
    with pytest.raises(NotAllowed):
        join(session, lunch, ANA)


def test_reminders_are_owed_for_when_they_are_due(session: Session, lunch: int) -> None:
    join(session, lunch, ANA)
    due = dict(session.execute(select(Outbox.kind, Outbox.due_at).where(Outbox.recipient_id == ANA)).all())
    assert due == {
        "lunches.calendar": NOW,
        "lunches.day": START - timedelta(days=1),
        "lunches.soon": START - timedelta(minutes=10),
        "lunches.there": START + timedelta(minutes=45),
        "lunches.used": START + timedelta(minutes=45, days=14),
    }


async def test_however_many_press_at_once_no_seat_is_taken_twice(database: Database) -> None:
    def begin(session: Session) -> int:
        town(session)
        people.meet(session, T, [Profile(f"U{n}", f"P{n}") for n in range(24)])
        return propose(session, seats="3")

    lunch = await database.run(begin)

    async def press(who: str) -> None:
        await database.run(seats.join, T, who, lunch, at=NOW)
        if who[-1] in "159":
            await database.run(seats.leave, T, who, lunch, at=NOW)
            await database.run(seats.join, T, who, lunch, at=NOW)

    everyone = [f"U{n}" for n in range(24)]
    for group in (everyone[:8], everyone[8:16], everyone[16:]):
        await asyncio.gather(*(press(who) for who in group for _ in range(2)))
    facts = await database.read(lunches.card, lunch)
    assert facts.held == 3
    assert facts.waiting == 21
    places = await database.read(
        lambda session: list(session.scalars(select(Seat.place).where(Seat.state == "waiting")))
    )
    assert len(set(places)) == len(places)
