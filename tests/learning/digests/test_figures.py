"""Each figure of the digest, counted by hand and equal on both databases."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles.figures import CIRCLES
from learning.core.weeks import Week
from learning.digests import digest, figures
from learning.digests.participation import PEOPLE, Participation
from learning.kudos import kudos
from learning.kudos.figures import KUDOS, RINGS
from learning.lunches.figures import LUNCHES, Lunches
from learning.privacy import erasure
from learning.questions.figures import DEFLECTIONS, QUESTIONS, Questions
from learning.workspace import people, settings
from learning.workspace.people import Profile
from messages.digests import digest as render
from storage.models.activity_log import LogEntry
from storage.models.kudos import Kudos
from storage.models.questions import Question
from tests.learning.digests.digesting import (
    AFTER,
    ANA,
    BEN,
    GRACE,
    HUGO,
    KATE,
    LIAM,
    MONDAY,
    WEEK,
    T,
    ask,
    counted,
    does,
    fill,
    lunch,
    rated,
    thank,
    town,
)
from tests.learning.lunches.lunching import memory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def busy(session: Session) -> Session:
    """A week with a bit of everything, after one in which Ana and Ben were there already."""
    fill(session)
    return session


def test_a_week_is_counted_as_by_hand(busy: Session) -> None:
    assert figures.of_week(busy, T, WEEK, at=AFTER + DAY) == counted(
        week=WEEK,
        # Ana, Ben, Hugo, Kate and Liam; Grace came before it and after it.
        people=Participation(active=5, new=3, people=7),
        # Ana's after two hours, Kate's after 32, Hugo's last after 71.
        questions=Questions(asked=4, answered=3, in_time=2, median_hours=32.0),
        lunches=Lunches(held=2, filled=4, seats=6, attended=3, rating=4.3),
        deflections=2,
        prompts=1,
        voices=3,
        thanks=3,
        thanked=2,
        new_teachers=1,
    )


def test_who_was_thanked_and_had_their_data_deleted_is_no_person_any_more(busy: Session) -> None:
    """The thanks stay; each row that they were in has another id, which is nobody's."""
    for who, left in ((BEN, 1), (KATE, 0)):
        erasure.erase(busy, T, who, at=AFTER)
        week = figures.of_week(busy, T, WEEK, at=AFTER + DAY)
        assert (week[KUDOS].thanks, week[KUDOS].thanked) == (3, left)


def test_a_week_that_nothing_happened_in_is_nothing(session: Session) -> None:
    town(session)
    assert figures.of_week(session, T, WEEK, at=AFTER) == counted(week=WEEK, people=Participation(0, 0, 7))
    assert figures.of_week(session, "T2", WEEK, at=AFTER) == counted(week=WEEK)


def test_eight_weeks_come_oldest_first_with_the_same_figures(busy: Session) -> None:
    found = figures.trend(busy, T, WEEK, at=AFTER)
    assert [one.week for one in found] == [WEEK.back(number) for number in range(7, -1, -1)]
    assert [one[QUESTIONS].asked for one in found] == [0, 0, 0, 0, 0, 0, 1, 4]
    assert (found[-2][PEOPLE].active, found[-2][PEOPLE].new) == (3, 3)  # Ana, Ben and Grace.
    assert list(found) == [figures.of_week(busy, T, one.week, at=AFTER) for one in found]


def test_a_lunch_of_the_week_that_is_still_to_come_was_not_held(busy: Session) -> None:
    at = datetime(2026, 3, 4, 13, tzinfo=UTC)
    assert figures.of_week(busy, T, WEEK, at=at)[LUNCHES].held == 1


def test_a_lunch_with_room_for_everybody_has_no_number_of_seats(session: Session) -> None:
    town(session)
    lunch(session, [ANA, HUGO], at=datetime(2026, 3, 4, 12, tzinfo=UTC), seats_=None)
    lunch(session, [ANA], at=datetime(2026, 3, 5, 12, tzinfo=UTC), seats_=2)
    assert figures.of_week(session, T, WEEK, at=AFTER)[LUNCHES] == Lunches(
        held=2, filled=3, seats=None, attended=None
    )


def test_two_ratings_are_nobodys_to_see(session: Session) -> None:
    town(session)
    number = lunch(session, [ANA, HUGO, KATE], at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    rated(session, number, {ANA: 5, HUGO: 2}, at=AFTER)
    assert figures.of_week(session, T, WEEK, at=AFTER)[LUNCHES].rating is None
    rated(session, number, {KATE: 2}, at=AFTER)
    assert figures.of_week(session, T, WEEK, at=AFTER)[LUNCHES].rating == 3.0


def test_a_working_day_is_the_workspaces_own(busy: Session) -> None:
    settings.put(busy, T, {"work_end": "20:00"})
    # Eleven hours: Kate's, asked at ten on Thursday, was answered at eight on Friday's evening, after 21.
    assert figures.of_week(busy, T, WEEK, at=AFTER)[QUESTIONS].in_time == 2
    settings.put(busy, T, {"holidays": ["2026-03-05", "2026-03-06"], "work_end": "17:00"})
    # Thursday and Friday off: everybody was in time.
    assert figures.of_week(busy, T, WEEK, at=AFTER)[QUESTIONS].in_time == 3


def test_who_leaves_takes_part_no_longer_in_any_week(busy: Session) -> None:
    people.meet(busy, T, [Profile(LIAM, "Liam", is_gone=True)])
    assert figures.of_week(busy, T, WEEK, at=AFTER)[PEOPLE] == Participation(active=4, new=2, people=6)


WHO = st.sampled_from([ANA, BEN, HUGO, None])
LINES = st.lists(
    st.tuples(st.integers(-40 * 24, 40 * 24), WHO, st.sampled_from(["voiced", "prompted", "deflected"])),
    max_size=40,
)


@limits(deadline=None, max_examples=25)
@given(lines=LINES, order=st.randoms(use_true_random=False))
def test_weeks_sum_to_the_month_and_the_order_of_lines_is_nothing(
    lines: list[tuple[int, str | None, str]], order: object
) -> None:
    weeks = [WEEK.back(number) for number in range(8, -9, -1)]
    found = []
    shuffled = list(lines)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    for some in (lines, shuffled):
        with memory() as session:
            town(session)
            for number, (hours, who, verb) in enumerate(some):
                does(session, who, verb, at=MONDAY + timedelta(hours=hours), about=("round", number))
            found.append([figures.of_week(session, T, week, at=AFTER) for week in weeks])
    assert found[0] == found[1]
    for verb, sums in (
        ("voiced", [one[CIRCLES].voices for one in found[0]]),
        ("prompted", [one[CIRCLES].prompts for one in found[0]]),
        ("deflected", [one[DEFLECTIONS] for one in found[0]]),
    ):
        assert sum(sums) == sum(line[2] == verb for line in lines)
    assert sum(one[PEOPLE].new for one in found[0]) == len({line[1] for line in lines if line[1]})
    assert all(0 <= one[PEOPLE].new <= one[PEOPLE].active <= one[PEOPLE].people for one in found[0])


def test_the_hour_that_comes_twice_is_counted_once(session: Session) -> None:
    town(session)
    week = Week(datetime(2026, 10, 19, tzinfo=UTC).date(), WEEK.zone)
    ends = [week.back(number).since for number in (1, 0, -1, -2)]
    at = ends[0]
    while at < ends[-1]:
        does(session, ANA, "voiced", at=at, about=("round", 1))
        at += HOUR
    lines = len(session.scalars(select(LogEntry.id)).all())
    counted = [figures.of_week(session, T, week.back(number), at=at)[CIRCLES].voices for number in (1, 0, -1)]
    assert counted == [168, 169, 168]
    assert sum(counted) == lines == sum((later - earlier) // HOUR for earlier, later in pairwise(ends))


def test_rings_of_thanks_are_a_note_in_the_digest(session: Session) -> None:
    town(session)
    for number in range(4):
        thank(session, ANA, BEN, at=MONDAY + number * HOUR)
        thank(session, BEN, ANA, at=MONDAY + number * HOUR + timedelta(minutes=1))
    facts = digest.read(session, T, GRACE, WEEK.monday, at=AFTER)
    assert [ring.member_ids for ring in facts.remarks[RINGS]] == [(ANA, BEN)]
    assert "*Small circles of thanks*" in str(render.weekly(facts))


def test_thanks_given_anew_count_in_that_week_alone(session: Session) -> None:
    town(session)
    thank(session, ANA, BEN, at=MONDAY - 7 * DAY)
    (row,) = session.scalars(select(Kudos))
    kudos.fall(session, row, at=MONDAY - 6 * DAY)
    kudos.stand(session, row, at=MONDAY)
    found = figures.trend(session, T, WEEK, at=AFTER, number=2)
    assert [(one[KUDOS].thanks, one[KUDOS].thanked) for one in found] == [(0, 0), (1, 1)]


def test_who_began_before_and_paused_is_not_new(session: Session) -> None:
    town(session)
    does(session, ANA, "voiced", at=MONDAY - 200 * DAY, about=("round", 1))
    for who in (ANA, BEN, None):
        does(session, who, "voiced", at=MONDAY, about=("round", 2))
    does(session, None, "voiced", at=MONDAY - 5 * DAY, about=("round", 2))
    assert figures.of_week(session, T, WEEK, at=AFTER)[PEOPLE] == Participation(active=2, new=1, people=7)


def test_two_workspaces_with_numbers_in_between_count_their_own(session: Session) -> None:
    town(session)
    first = ask(session, ANA, "What is a pod?", at=MONDAY)
    other = ask(session, BEN, "What is a lock?", at=MONDAY + HOUR)
    ask(session, ANA, "What is a lease?", at=MONDAY + 2 * HOUR)
    session.get_one(Question, other).workspace_id = "T2"
    session.flush()
    assert other == first + 1
    assert figures.of_week(session, T, WEEK, at=AFTER)[QUESTIONS].asked == 2
