"""Half hours on both databases: later means later, and what was said stands in every message about it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.half_hours import half_hours, teacher_requests
from learning.teaching import capacity, offers, requests
from storage.models.teaching import Request
from tests.learning.core.post import Post
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, NOW, T, town

FRIDAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def everyone(session: Session) -> None:
    town(session)
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    offers.offer(session, T, FAY, ["kubernetes"], at=NOW)


def ask(session: Session, at: datetime, who: str = HUGO, key: str = "h") -> int:
    return half_hours.ask(session, T, who, "kubernetes", BEN, request_key=key, at=at).half_hour_id


def asked(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(Request.member_id, Request.state).order_by(Request.id))
    return [(who, state) for who, state in rows]


def read(post: Post) -> list[str]:
    """What stands in Ben's messages about it, oldest first."""
    return [
        shown.words
        for _, shown in sorted(post.shown.items())
        if (shown.kind, shown.reader) == ("half_hours.request", BEN)
    ]


def test_whoever_says_later_on_a_friday_is_asked_on_monday_and_has_that_day(session: Session) -> None:
    post, number = Post(), ask(session, FRIDAY)
    post.deliver(session, FRIDAY)
    for _ in range(2):
        half_hours.postpone(session, T, BEN, number, at=FRIDAY + MINUTE)
    for at in (MONDAY - HOUR, MONDAY, MONDAY + 6 * HOUR):
        teacher_requests.lapse(session, at=at)
        post.deliver(session, at)
    assert len(read(post)) == 2
    assert [one.half_hour_id for one in half_hours.mine(session, T, BEN, at=FRIDAY + HOUR)] == [number]
    half_hours.accept(session, T, BEN, number, at=MONDAY + 6 * HOUR)
    post.deliver(session, MONDAY + 6 * HOUR)
    assert [("agreed on half an hour" in words, "Yes, gladly" in words) for words in read(post)] == [
        (True, False)
    ] * 2
    assert asked(session) == [(BEN, "accepted")]


def test_after_later_silence_still_passes_it_on_and_a_pause_does_not_take_it_back(session: Session) -> None:
    number = ask(session, FRIDAY)
    half_hours.postpone(session, T, BEN, number, at=FRIDAY + MINUTE)
    capacity.pause(session, T, BEN, MONDAY + 9 * DAY, at=FRIDAY + HOUR)
    assert requests.release_paused(session, at=FRIDAY + HOUR) == 0
    assert teacher_requests.lapse(session, at=MONDAY + DAY) == 1
    assert asked(session) == [(BEN, "lapsed"), (FAY, "asked")]


def test_later_can_be_said_for_three_days_and_then_it_is_yes_or_no(session: Session) -> None:
    number = ask(session, NOW)
    for days in (0, 1, 2):
        half_hours.postpone(session, T, BEN, number, at=NOW + days * DAY + MINUTE)
    with pytest.raises(LearningError, match="yes or no"):
        half_hours.postpone(session, T, BEN, number, at=NOW + 3 * DAY + MINUTE)
    half_hours.decline(session, T, BEN, number, at=NOW + 3 * DAY + 2 * MINUTE)
    assert asked(session) == [(BEN, "declined"), (FAY, "asked")]


def test_whoever_waits_for_an_answer_asks_for_no_second_half_hour_on_it(session: Session) -> None:
    number = ask(session, NOW)
    with pytest.raises(LearningError, match="I'm asking about #kubernetes for you already"):
        ask(session, NOW + HOUR, key="again")
    assert asked(session) == [(BEN, "asked")]
    ask(session, NOW + HOUR, who=ANA, key="another")
    half_hours.accept(session, T, BEN, number, at=NOW + HOUR)
    ask(session, NOW + HOUR, key="one more")
    assert asked(session) == [(BEN, "accepted"), (BEN, "asked"), (BEN, "asked")]
