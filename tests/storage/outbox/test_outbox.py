"""Outbox rows on both databases: who may hold one, when, and how each ends."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.engine.database import Database
from storage.models.outbox import Lane, Outbox
from storage.outbox import claims, outbox
from storage.outbox.claims import Claim

W = "T1"
LONG = timedelta(minutes=1)
OVER = timedelta(seconds=-1)
"""A lease that has ended when it begins: its worker died at once."""
SECOND = timedelta(seconds=1)


def now() -> datetime:
    """Leases are kept by Postgres' own clock, so these tests go by the real one too."""
    return datetime.now(UTC)


def owe(session: Session, key: str, to: str = "C1", *, at: datetime, of_use: timedelta = LONG) -> None:
    outbox.say(session, W, key, "questions.card", 1, to, at=at, of_use=of_use)
    session.commit()


def take(
    session: Session, owner: str = "ann", *, at: datetime, lease: timedelta = LONG, limit: int = 20
) -> tuple[Claim, ...]:
    taken = claims.claim(session, owner, at=at, lease=lease, limit=limit)
    session.commit()
    return taken


def free(session: Session) -> None:
    """The lanes' pace has gone by."""
    for lane in session.scalars(select(Lane)):
        lane.free_at = now() - LONG
    session.commit()


def row(session: Session, key: str = "a") -> Outbox:
    session.expire_all()
    return session.scalars(select(Outbox).where(Outbox.key == key)).one()


async def test_workers_that_claim_at_once_never_hold_the_same_row(database: Database) -> None:
    at = now()

    def owe_many(session: Session) -> None:
        for number in range(60):
            outbox.say(session, W, f"k{number}", "questions.card", number, f"C{number}", at=at)

    async def work(owner: str) -> list[int]:
        held: list[int] = []
        while taken := await database.run(claims.claim, owner, at=now(), lease=LONG, limit=3):
            held += [claim.id for claim in taken]
        return held

    await database.run(owe_many)
    held = await asyncio.gather(*(work(f"worker {number}") for number in range(6)))
    times_held = Counter(row_id for one in held for row_id in one)
    assert list(times_held.values()) == [1] * 60


def test_a_lane_gives_one_message_a_second_in_the_order_they_fell_due(session: Session) -> None:
    at = now()
    for number, key in enumerate("abc"):
        owe(session, key, at=at + number * timedelta(microseconds=1))
    owe(session, "elsewhere", "C2", at=at)
    at = now()
    assert {claim.key for claim in take(session, at=at)} == {"a", "elsewhere"}
    assert take(session, at=at) == ()
    order = []
    for _ in range(3):
        free(session)
        order += [claim.key for claim in take(session, at=now())]
    assert order == ["b", "c"]


def test_whoever_is_written_to_for_the_first_time_hears_it_by_a_clock_that_was_moved(
    session: Session,
) -> None:
    later = now() + timedelta(days=30)
    owe(session, "a", at=later)
    assert [claim.key for claim in take(session, at=later)] == ["a"]


def test_what_is_not_due_yet_stays(session: Session) -> None:
    at = now()
    outbox.say(session, W, "later", "questions.card", 1, "C1", at=at, due_at=at + LONG)
    session.commit()
    assert take(session, at=at) == ()
    assert [claim.key for claim in take(session, at=at + LONG)] == ["later"]


def test_the_earliest_is_what_waits_and_is_due_first(session: Session) -> None:
    assert outbox.earliest(session) is None
    at = now()
    owe(session, "a", "C2", at=at + SECOND)
    owe(session, "b", at=at)
    assert outbox.earliest(session) == at
    take(session, at=at)
    assert outbox.earliest(session) == at + SECOND


def test_a_row_whose_worker_died_is_taken_by_another_as_uncertain(session: Session) -> None:
    owe(session, "a", at=now())
    (first,) = take(session, "ann", at=now(), lease=OVER)
    assert not first.uncertain
    free(session)
    (second,) = take(session, "ben", at=now())
    assert (second.id, second.uncertain, second.attempts) == (first.id, True, 2)
    assert second.tried_at == first.tried_at


def test_a_row_in_living_hands_is_nobody_elses(session: Session) -> None:
    owe(session, "a", at=now())
    assert len(take(session, "ann", at=now())) == 1
    free(session)
    assert take(session, "ben", at=now()) == ()


@pytest.mark.parametrize("next_owner", ["ben", "ann"])
def test_whoever_lost_the_lease_writes_nothing_even_if_it_took_the_row_again(
    session: Session, next_owner: str
) -> None:
    owe(session, "a", at=now())
    (lost,) = take(session, "ann", at=now(), lease=OVER)
    free(session)
    (held,) = take(session, next_owner, at=now())
    at = now()
    assert not claims.sent(session, lost, "C1", "1.1", at=at)
    assert not claims.opened(session, lost, "D1")
    assert claims.end(session, lost, "failed", "no", at=at) is None
    assert claims.again(session, lost, due_at=at, reason="no", uncertain=False, at=at) is None
    assert (row(session).state, row(session).message_ts, row(session).uncertain) == ("sending", None, True)
    assert claims.sent(session, held, "C1", "2.2", at=at)
    assert (row(session).state, row(session).message_ts, row(session).uncertain) == ("sent", "2.2", False)


def test_many_refreshes_become_one_update_and_one_that_came_meanwhile_another(session: Session) -> None:
    owe(session, "a", at=now())
    (claim,) = take(session, at=now())
    assert claims.sent(session, claim, "C1", "1.1", at=now())
    for _ in range(300):
        outbox.refresh(session, W, "a", at=now())
    session.commit()
    free(session)
    (update,) = take(session, at=now())
    assert (update.message_ts, update.wanted) == ("1.1", 301)
    outbox.refresh(session, W, "a", at=now())
    assert claims.sent(session, update, "C1", "1.1", at=now())
    assert (row(session).state, row(session).said, row(session).wanted) == ("waiting", 301, 302)
    session.commit()
    free(session)
    (last,) = take(session, at=now())
    assert claims.sent(session, last, "C1", "1.1", at=now())
    assert (row(session).state, row(session).said, row(session).wanted) == ("sent", 302, 302)


def test_the_same_key_again_owes_no_second_message(session: Session) -> None:
    owe(session, "a", at=now())
    owe(session, "a", at=now())
    (claim,) = take(session, at=now())
    assert claim.wanted == 2
    assert claims.sent(session, claim, "C1", "1.1", at=now())
    owe(session, "a", at=now())
    free(session)
    assert [claim.message_ts for claim in take(session, at=now())] == ["1.1"]


def test_what_was_put_back_comes_again_when_it_is_due_and_not_before(session: Session) -> None:
    owe(session, "a", at=now())
    (claim,) = take(session, at=now())
    at = now()
    put = claims.again(session, claim, due_at=at + 5 * SECOND, reason="later", uncertain=True, at=at)
    assert put == "waiting"
    outbox.refresh(session, W, "a", at=at)
    session.commit()
    free(session)
    assert take(session, at=at + 4 * SECOND) == ()
    (again,) = take(session, at=at + 5 * SECOND)
    assert (again.uncertain, again.attempts) == (True, 2)


@pytest.mark.parametrize(
    ("uncertain", "end"),
    [(False, ("expired", "no luck")), (True, ("failed", "undecided whether it was said: no luck"))],
)
def test_what_would_come_too_late_ends_with_a_reason(
    session: Session, uncertain: bool, end: tuple[str, str]
) -> None:
    at = now()
    owe(session, "a", at=at, of_use=10 * SECOND)
    (claim,) = take(session, at=now())
    due = at + 10 * SECOND
    state = claims.again(session, claim, due_at=due, reason="no luck", uncertain=uncertain, at=at)
    assert state == end[0]
    assert (row(session).state, row(session).reason) == end
    assert row(session).ended_at == at
    assert row(session).lease_owner is None


def test_what_was_skipped_is_owed_again_if_something_changed_meanwhile(session: Session) -> None:
    owe(session, "a", at=now())
    (claim,) = take(session, at=now())
    outbox.refresh(session, W, "a", at=now())
    assert claims.end(session, claim, "skipped", "decided already", at=now()) == "skipped"
    assert (row(session).state, row(session).ended_at) == ("waiting", None)
    session.commit()
    free(session)
    (claim,) = take(session, at=now())
    assert claims.end(session, claim, "skipped", "decided already", at=now()) == "skipped"
    assert (row(session).state, row(session).reason) == ("skipped", "decided already")


def test_what_failed_can_be_owed_again(session: Session) -> None:
    owe(session, "a", at=now())
    (claim,) = take(session, at=now())
    claims.end(session, claim, "failed", "is_archived", at=now())
    owe(session, "a", at=now())
    free(session)
    (again,) = take(session, at=now())
    assert (again.id, again.attempts, row(session).ended_at) == (claim.id, 1, None)


def test_a_parked_lane_is_closed_for_as_long_as_slack_asked_and_others_stay_open(session: Session) -> None:
    at = now()
    owe(session, "a", at=at)
    owe(session, "b", at=at)
    (claim,) = take(session, at=now())
    at = now()
    claims.park(session, claim, 30 * SECOND, "Slack asked to wait", at=at)
    claims.close_lane(session, claim, 2 * SECOND, at=at)
    owe(session, "c", "C2", at=at)
    assert (row(session).state, row(session).reason) == ("waiting", "Slack asked to wait")
    lane = session.get_one(Lane, (W, "C1"))
    assert 29 * SECOND < lane.free_at - at < 31 * SECOND, "a shorter wait does not open it sooner"
    assert [claim.key for claim in take(session, at=now())] == ["c"]
    # The one that Slack sent away is still the first.
    free(session)
    assert [claim.key for claim in take(session, at=now())] == ["a"]


def test_standing_counts_the_messages_in_each_state(session: Session) -> None:
    assert outbox.standing(session) == {}
    for number, key in enumerate("abcde"):
        owe(session, key, f"C{number}", at=now())
    sent, failed, _ = take(session, at=now(), limit=3)
    claims.sent(session, sent, "C1", "1.1", at=now())
    claims.end(session, failed, "failed", "is_archived", at=now())
    assert outbox.standing(session) == {"waiting": 2, "sending": 1, "sent": 1, "failed": 1}
