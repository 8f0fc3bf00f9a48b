"""A host on both databases: cancelling, writing, and handing on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError, NotAllowed
from learning.lunches import announcements, handovers, hosting, lunches, occurrences, recordings, seats
from learning.workspace import people
from learning.workspace.people import Profile
from storage.models.outbox import Outbox
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    LIAM,
    NOW,
    START,
    T,
    owed,
    seat,
    series_of_four,
    verbs,
)


def test_cancelling_says_why_to_those_who_wanted_to_come_and_sends_their_calendars_word(
    session: Session, lunch: int
) -> None:
    with pytest.raises(LearningError, match="Why is it cancelled"):
        hosting.cancel(session, T, BEN, lunch, " ", at=NOW)
    with pytest.raises(LearningError, match="501 characters"):
        hosting.cancel(session, T, BEN, lunch, "x" * 501, at=NOW)
    hosting.cancel(session, T, BEN, lunch, "I am ill.", at=NOW)
    assert owed(session, "cancelled") == [ANA, HUGO, KATE]
    assert owed(session, "calendar") == [ANA, ANA, BEN, BEN, HUGO, HUGO]
    facts = lunches.card(session, lunch)
    assert (facts.state, facts.why, facts.version) == ("cancelled", "I am ill.", 1)
    with pytest.raises(Gone):
        hosting.cancel(session, T, BEN, lunch, "Again.", at=NOW)
    with pytest.raises(Gone):
        recordings.record(session, T, BEN, lunch, "https://example.com/v", at=NOW)


def test_all_to_come_are_cancelled_and_what_was_before_stays(session: Session) -> None:
    numbers = series_of_four(session)
    hosting.cancel(session, T, BEN, numbers[2], "Holiday.", scope=occurrences.ALL, at=NOW)
    states = [lunches.card(session, number).state for number in numbers]
    assert states == ["open", "planned", "cancelled", "cancelled"]
    assert announcements.announce(session, at=START + timedelta(days=30)) == 1


def test_a_host_writes_to_those_with_a_seat_once(session: Session, lunch: int) -> None:
    for _ in range(2):
        assert hosting.write(session, T, BEN, lunch, "Bring a laptop.", request_key="v", at=NOW) == 2
    assert owed(session, "note") == [ANA, HUGO]
    assert verbs(session)[-1] == "wrote"
    for text in ("", "x" * 2001):
        with pytest.raises(LearningError):
            hosting.write(session, T, BEN, lunch, text, request_key="w", at=NOW)
    seats.leave(session, T, ANA, lunch, at=NOW)
    seats.leave(session, T, HUGO, lunch, at=NOW)
    with pytest.raises(LearningError, match="Nobody has signed up"):
        hosting.write(session, T, BEN, lunch, "Hello?", request_key="x", at=NOW)


def test_when_a_host_leaves_facilitators_are_asked_once_and_one_takes_over(session: Session) -> None:
    numbers = series_of_four(session)
    seats.join(session, T, ANA, numbers[0], at=NOW)
    seats.join(session, T, FAY, numbers[1], at=NOW)
    assert handovers.orphan(session, at=NOW) == 0
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    assert handovers.orphan(session, at=NOW) == 4
    assert handovers.orphan(session, at=NOW) == 0
    assert owed(session, "orphan") == [FAY]
    with pytest.raises(NotAllowed):
        handovers.take_over(session, T, ANA, numbers[0], at=NOW)
    assert handovers.take_over(session, T, FAY, numbers[0], at=NOW).occurrences == 4
    assert handovers.take_over(session, T, FAY, numbers[0], at=NOW).card.host_id == FAY
    assert {lunches.card(session, number).host_id for number in numbers} == {FAY}
    assert seat(session, numbers[1], FAY).state == "left"
    assert owed(session, "changed") == [ANA]
    for kind in ("lunches.day", "lunches.soon"):
        told = select(Outbox.recipient_id).where(Outbox.kind == kind, Outbox.subject_id == numbers[0])
        assert sorted(session.scalars(told)) == [ANA, BEN, FAY]
    people.appoint(session, T, facilitators=[FAY, LIAM])
    with pytest.raises(LearningError, match="Fay hosts"):
        handovers.take_over(session, T, LIAM, numbers[0], at=NOW)
