"""A member's own lunches: of a series the next sitting, which says how many more there are."""

from datetime import timedelta

from sqlalchemy.orm import Session

from learning.lunches import announcements, hosting, listings, lunches, occurrences, seats
from storage.models.lunches import Lunch
from tests.learning.lunches.lunching import ANA, BEN, HUGO, KATE, NOW, START, T, propose, series_of_four

WEEK = timedelta(weeks=1)


def opened(session: Session) -> tuple[int, ...]:
    """Four sittings, all of them announced."""
    numbers = series_of_four(session)
    announcements.announce(session, at=START + 3 * WEEK - timedelta(hours=1))
    for number in numbers:
        session.get_one(Lunch, number).state = "open"
    session.flush()
    return numbers


def own(session: Session, member: str, weeks: int = 0) -> list[tuple[int, str, int]]:
    """What is a member's: the lunch, what they are to it, and how many later ones it stands for."""
    found = listings.mine(session, T, member, at=NOW + weeks * WEEK)
    return [(one.card.lunch_id, one.mine, one.later) for one in found]


def test_a_host_sees_the_next_sitting_and_how_many_follow(session: Session) -> None:
    numbers = series_of_four(session)
    single = propose(session, key="single", on="2026-03-20")
    assert own(session, BEN) == [(numbers[0], "hosting", 3), (single, "hosting", 0)]
    assert own(session, BEN, weeks=2) == [(numbers[1], "hosting", 2), (single, "hosting", 0)]
    assert own(session, BEN, weeks=4) == [(numbers[3], "hosting", 0)]
    hosting.cancel(session, T, BEN, numbers[1], "Off.", scope=occurrences.THIS, at=NOW)
    assert own(session, BEN) == [(numbers[0], "hosting", 2), (single, "hosting", 0)]


def test_a_guest_sees_the_next_one_of_theirs(session: Session) -> None:
    numbers = opened(session)
    for number in numbers[1:]:
        seats.join(session, T, ANA, number, at=NOW)
    assert own(session, ANA) == [(numbers[1], "going", 2)]
    seats.leave(session, T, ANA, numbers[1], at=NOW)
    assert own(session, ANA) == [(numbers[2], "going", 1)]


def test_a_seat_to_decide_on_is_never_hidden_behind_another_sitting(session: Session) -> None:
    numbers = opened(session)
    for member in (ANA, HUGO, KATE):
        seats.join(session, T, member, numbers[2], at=NOW)
    for number in (numbers[0], numbers[3]):
        seats.join(session, T, KATE, number, at=NOW)
    seats.leave(session, T, ANA, numbers[2], at=NOW)
    assert own(session, KATE) == [(numbers[0], "going", 1), (numbers[2], "offered", 0)]


def test_all_of_a_series_are_those_that_are_ones_own(session: Session) -> None:
    numbers = opened(session)
    series_id = lunches.card(session, numbers[0]).series_id
    assert series_id is not None
    seats.join(session, T, ANA, numbers[3], at=NOW)

    def all_of(member: str, at: timedelta = timedelta(), workspace: str = T) -> list[int]:
        found = listings.occurrences(session, workspace, member, series_id, at=NOW + at)
        return [one.card.lunch_id for one in found]

    assert all_of(BEN) == list(numbers)
    assert all_of(BEN, at=2 * WEEK) == list(numbers[1:])
    assert all_of(ANA) == [numbers[3]]
    assert all_of(HUGO) == all_of(BEN, workspace="T2") == []
