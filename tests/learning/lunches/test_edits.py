"""Changing a lunch on both databases: who hears of it, and what becomes of a series."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError, NotAllowed
from learning.lunches import announcements, lunches, occurrences, seats
from storage.models.lunches import Lunch
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    NOW,
    START,
    T,
    edit,
    owed,
    propose,
    seat,
    series_of_four,
    town,
)


def test_a_change_reaches_those_who_go_or_wait_once_and_moves_their_reminders(
    session: Session, lunch: int
) -> None:
    edit(session, lunch, clock="13:00")
    assert owed(session, "changed") == [ANA, HUGO, KATE]
    assert owed(session, "calendar") == [ANA, ANA, BEN, BEN, HUGO, HUGO]
    assert owed(session, "soon") == [ANA, ANA, BEN, BEN, HUGO, HUGO]
    assert lunches.card(session, lunch).version == 1
    edit(session, lunch, clock="13:00")
    assert owed(session, "changed") == [ANA, HUGO, KATE]
    edit(session, lunch, clock="13:00", seats="5")
    assert owed(session, "changed") == [ANA, HUGO, KATE]
    assert owed(session, "offer") == [KATE]
    # What is owed about the time stays owed: seats are another matter.
    facts = lunches.card(session, lunch)
    assert (facts.version, facts.sequence) == (2, 1)


def test_a_host_hears_when_a_facilitator_changes_their_lunch(session: Session, lunch: int) -> None:
    edit(session, lunch, by=FAY, place="Room 5")
    assert BEN in owed(session, "changed")
    with pytest.raises(NotAllowed, match="Only Ben, who hosts it, or a facilitator"):
        edit(session, lunch, by=ANA, place="Room 6")


def test_of_two_who_edit_at_once_the_second_is_told(session: Session, lunch: int) -> None:
    edit(session, lunch, place="Room 5", version=0)
    with pytest.raises(LearningError, match="Someone changed this lunch") as refusal:
        edit(session, lunch, by=FAY, place="Room 6", version=0)
    assert refusal.value.field == "title"
    assert lunches.card(session, lunch).place == "Room 5"


def test_topics_are_changed_without_a_word_to_anybody(session: Session, lunch: int) -> None:
    edit(session, lunch, named=["helm", "kubernetes"])
    assert lunches.card(session, lunch).topics == ("helm", "kubernetes")
    assert owed(session, "changed") == []


def test_a_lunch_cannot_be_moved_into_the_past_nor_changed_once_it_began(
    session: Session, lunch: int
) -> None:
    with pytest.raises(LearningError, match="in the past"):
        edit(session, lunch, on="2026-03-01")
    with pytest.raises(Gone, match="has begun"):
        edit(session, lunch, at=START, on="2026-04-01")


def test_an_offer_ends_in_good_time_when_the_lunch_is_moved_nearer(session: Session, lunch: int) -> None:
    seats.leave(session, T, ANA, lunch, at=NOW)
    edit(session, lunch, on="2026-03-02", clock="19:00")
    assert seat(session, lunch, KATE).offered_until == NOW + timedelta(hours=2.5)


def test_this_one_changes_one_sitting(session: Session) -> None:
    numbers = series_of_four(session)
    edit(session, numbers[1], on="2026-03-20", clock="15:00")
    shown = [f"{lunches.card(session, number).local:%d %H:%M}" for number in numbers]
    assert shown == ["12 12:00", "20 15:00", "26 12:00", "02 12:00"]


def test_all_to_come_are_shifted_together_and_keep_their_wall_time(session: Session) -> None:
    numbers = series_of_four(session)
    edited = edit(session, numbers[1], on="2026-03-20", clock="15:00", seats="7", scope=occurrences.ALL)
    assert edited.occurrences == 3
    facts = [lunches.card(session, number) for number in numbers]
    assert [f"{one.local:%d %H:%M}" for one in facts] == ["12 12:00", "20 15:00", "27 15:00", "03 15:00"]
    assert [one.starts_at.hour for one in facts] == [12, 15, 15, 14]
    assert [one.seats for one in facts] == [2, 7, 7, 7]
    row = session.get_one(Lunch, numbers[3])
    assert row.announce_at == row.starts_at - timedelta(days=7)


def shown(session: Session, *, sittings_of: int) -> list[str]:
    """The days and states of all sittings like this one, soonest first."""
    title = lunches.card(session, sittings_of).title
    rows = session.scalars(select(Lunch).where(Lunch.title == title).order_by(Lunch.starts_at, Lunch.id))
    return [f"{row.local[5:10]} {row.state}" for row in rows]


def rhythm(session: Session, number: int) -> tuple[str, date | None]:
    facts = lunches.card(session, number)
    return facts.repeat, facts.until


def test_a_series_that_ends_later_gets_more_sittings(session: Session) -> None:
    numbers = series_of_four(session)
    edited = edit(
        session, numbers[1], on="2026-03-19", repeat="weekly", until="2026-04-16", scope=occurrences.ALL
    )
    assert edited.occurrences == 5
    days = ["03-12 open", "03-19 planned", "03-26 planned", "04-02 planned", "04-09 planned", "04-16 planned"]
    assert shown(session, sittings_of=numbers[0]) == days
    assert rhythm(session, numbers[1]) == ("weekly", date(2026, 4, 16))
    # What was before keeps its own.
    assert rhythm(session, numbers[0]) == ("weekly", date(2026, 4, 2))
    last = session.scalars(select(Lunch).order_by(Lunch.starts_at.desc())).first()
    assert last is not None
    assert last.announce_at == last.starts_at - timedelta(days=7)


def test_a_series_that_ends_sooner_cancels_what_comes_after(session: Session) -> None:
    numbers = series_of_four(session)
    seats.join(session, T, ANA, numbers[3], at=NOW)
    edit(session, numbers[0], repeat="weekly", until="2026-03-20", scope=occurrences.ALL)
    days = ["03-12 open", "03-19 planned", "03-26 cancelled", "04-02 cancelled"]
    assert shown(session, sittings_of=numbers[0]) == days
    assert owed(session, "cancelled") == [ANA]
    assert "new rhythm" in lunches.card(session, numbers[3]).why


def test_another_rhythm_keeps_the_days_that_both_have_with_their_guests(session: Session) -> None:
    numbers = series_of_four(session)
    seats.join(session, T, ANA, numbers[2], at=NOW)
    edit(session, numbers[0], repeat="fortnightly", until="2026-04-10", scope=occurrences.ALL)
    assert shown(session, sittings_of=numbers[0]) == [
        "03-12 open", "03-19 cancelled", "03-26 planned", "04-02 cancelled", "04-09 planned"
    ]  # fmt: skip
    assert seat(session, numbers[2], ANA).state == "going"
    assert owed(session, "changed") == []
    assert {lunches.card(session, number).repeat for number in (numbers[0], numbers[2])} == {"fortnightly"}


def test_a_sitting_moved_by_hand_stays_where_it_is_when_the_series_ends_later(session: Session) -> None:
    numbers = series_of_four(session)
    edit(session, numbers[3], on="2026-04-03")
    edit(session, numbers[0], repeat="weekly", until="2026-04-09", scope=occurrences.ALL)
    assert [day[:5] for day in shown(session, sittings_of=numbers[0])] == [
        "03-12", "03-19", "03-26", "04-03", "04-09"
    ]  # fmt: skip


def test_one_lunch_becomes_a_series_and_one_of_it_again(session: Session) -> None:
    town(session)
    number = propose(session)
    assert edit(session, number, repeat="weekly", until="2026-03-26").occurrences == 3
    assert [day[:5] for day in shown(session, sittings_of=number)] == ["03-12", "03-19", "03-26"]
    assert edit(session, number, repeat="once", scope=occurrences.ALL).occurrences == 1
    assert [day[6:] for day in shown(session, sittings_of=number)] == ["open", "cancelled", "cancelled"]
    assert lunches.card(session, number).series_id is None


def test_the_rhythm_is_not_changed_for_one_sitting_alone(session: Session) -> None:
    numbers = series_of_four(session)
    with pytest.raises(LearningError, match="This one and all to come") as refusal:
        edit(session, numbers[0], repeat="monthly", until="2026-06-01")
    assert refusal.value.field == "repeat"


def test_the_host_has_the_calendar_file_and_the_reminders_too(session: Session, lunch: int) -> None:
    assert owed(session, "calendar") == [ANA, BEN, HUGO]
    assert owed(session, "soon") == [ANA, BEN, HUGO]
    assert owed(session, "there") == [ANA, HUGO]


def test_sittings_to_come_send_their_host_a_file_when_they_are_announced(session: Session) -> None:
    numbers = series_of_four(session)
    assert owed(session, "calendar") == [BEN]
    edit(session, numbers[2], on="2026-03-26", clock="13:00")
    assert owed(session, "calendar") == [BEN]
    announcements.announce(session, at=START)
    assert owed(session, "calendar") == [BEN, BEN]
